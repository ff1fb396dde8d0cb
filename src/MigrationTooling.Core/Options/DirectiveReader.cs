using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Text;

namespace MigrationTooling.Options;

/// <summary>Obeys the comments that speak to a migration tool, our own and those of dbmate, goose and sqlx, and reports every one it can't obey.</summary>
/// <param name="options">Takes the options found.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class DirectiveReader(OptionReader options, ICollection<FileProblem> problems)
{
    private static readonly string[] OwnWords = ["options", "up", "down", "ignore", DirectiveComment.Todo];
    private static readonly string[] GooseWords = ["Up", "Down", "NO TRANSACTION", "StatementBegin", "StatementEnd"];

    /// <summary>Where the script says that it waits to be written; null where it does not.</summary>
    public TextPlace? Todo { get; private set; }

    /// <summary>Reads one comment that <see cref="DirectiveComment"/> recognised.</summary>
    /// <param name="comment">The whole comment.</param>
    /// <param name="place">Where it begins.</param>
    /// <param name="isLeading">True before the first token of its section.</param>
    public void Read(string comment, TextPlace place, bool isLeading)
    {
        int at = 2;
        while (comment[at] is ' ' or '\t')
        {
            at++;
        }

        if (comment[at] == '+')
        {
            Goose(comment.Substring(at).Trim(), place, isLeading);
        }
        else if (comment[at] is 'n' or 'N')
        {
            Sqlx(comment, at, place);
        }
        else
        {
            Own(comment, at + DirectiveComment.Own.Length, place, isLeading);
        }
    }

    private void Own(string comment, int at, TextPlace place, bool isLeading)
    {
        int end = at;
        while (end < comment.Length && comment[end] > ' ')
        {
            end++;
        }

        string word = comment.Substring(at, end - at);
        string prefix = comment.Substring(0, at).TrimStart('-', ' ', '\t');
        switch (prefix + word)
        {
            case "migrate:options" when isLeading:
                options.Read(comment, end, place);
                break;
            case "migrate:options":
                Misplaced("migrate:options", place);
                break;
            case "migrate:up" or "migrate:down":
                NotAMarker(prefix + word, place);
                break;
            case "migrate:todo":
                Todo ??= place;
                break;
            case "migrate:ignore":
                Ignore(comment.Substring(end).Trim(), place);
                break;
            default:
                Unknown(prefix + word, NearestWord.Find(word, OwnWords) is { } nearest ? "migrate:" + nearest : null, OwnWords.Select(w => "migrate:" + w), place);
                break;
        }
    }

    private void Goose(string directive, TextPlace place, bool isLeading)
    {
        string word = directive.Substring(DirectiveComment.Goose.Length).TrimStart();
        switch (word.ToUpperInvariant())
        {
            case "STATEMENTBEGIN" or "STATEMENTEND":
                break;
            case "NO TRANSACTION" when isLeading:
                options.NoTransaction(place);
                break;
            case "NO TRANSACTION":
                Misplaced("+goose NO TRANSACTION", place);
                break;
            case "UP" or "DOWN":
                NotAMarker(directive, place);
                break;
            case "ENVSUB ON" or "ENVSUB OFF":
                problems.Add(new FileProblem(
                    FileRuleIds.Directive,
                    place,
                    $"'{directive}' asks for environment variables to be put into the script, which is never done here: the text that runs is the text that was hashed.",
                    "Write the values into the script, and remove the directive."));
                break;
            default:
                Unknown(directive, NearestWord.Find(word, GooseWords) is { } nearest ? "+goose " + nearest : null, GooseWords.Select(w => "+goose " + w), place);
                break;
        }
    }

    private void Sqlx(string comment, int at, TextPlace place)
    {
        bool isAlone = comment.Length == at + DirectiveComment.NoTransaction.Length;
        if (place == TextPlace.Start)
        {
            options.NoTransaction(place);
        }
        else if (isAlone)
        {
            problems.Add(new FileProblem(
                FileRuleIds.Directive,
                place,
                "'-- no-transaction' counts only as the first line of the file.",
                "Move it there, or write '-- migrate:options transaction:false' in the leading comment."));
        }
    }

    private void Ignore(string rest, TextPlace place)
    {
        string id = rest.Split(' ', '\t')[0];
        bool isRule = id.Length == 7 && id.StartsWith("MIG", StringComparison.Ordinal) && id.Skip(3).All(c => c is >= '0' and <= '9');
        if (!isRule)
        {
            string message = id.Length == 0 ? "'migrate:ignore' names no rule." : $"'migrate:ignore' names '{id}', which is no rule.";
            problems.Add(new FileProblem(FileRuleIds.Directive, place, message, "Write the rule and the reason, as in '-- migrate:ignore MIG0203 the table is empty'."));
        }
    }

    private void Misplaced(string directive, TextPlace place) => problems.Add(new FileProblem(
        FileRuleIds.Directive,
        place,
        $"'{directive}' stands behind the first statement, where it has no effect.",
        "Move it into the leading comment."));

    private void NotAMarker(string directive, TextPlace place) => problems.Add(new FileProblem(
        FileRuleIds.Directive,
        place,
        $"'{directive}' begins a section only at the first column of a line of its own.",
        "Move it there, or reword the comment."));

    private void Unknown(string directive, string? nearest, IEnumerable<string> known, TextPlace place) => problems.Add(new FileProblem(
        FileRuleIds.Directive,
        place,
        $"There is no directive '{directive}'.",
        nearest is null ? "Known are " + string.Join(", ", known) + "." : $"Did you mean '{nearest}'?"));
}
