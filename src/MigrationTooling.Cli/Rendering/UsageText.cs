using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What is wrong with a command line, in one sentence, with the nearest thing that exists.</summary>
internal static class UsageText
{
    public static string UnknownCommand(string word, CommandTree tree) =>
        word.StartsWith('-')
            ? $"The option {word} is unknown.{Suggest(word, OptionNames(tree.Global.All))}"
            : $"There is no command '{word}'.{Suggest(word, tree.Verbs.SelectMany(v => v.Aliases.Append(v.Name)))}";

    public static string Of(ParseResult parsed, Verb verb, CommandTree tree)
    {
        string? mistyped = verb.Arguments.Select(a => parsed.GetResult(a)).OfType<ArgumentResult>().Select(MistypedOption).FirstOrDefault(o => o is not null);
        if ((mistyped ?? (parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null)) is { } token)
        {
            return token.StartsWith('-')
                ? $"{verb.Name} has no option {token}.{Suggest(token, OptionNames(verb.Options.Concat(tree.Global.All)))}"
                : $"{verb.Name} does not take the argument '{token}'.";
        }

        var missing = verb.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > (parsed.GetResult(a)?.Tokens.Count ?? 0));
        return missing is not null ? $"{verb.Name} needs {missing.Name}: {missing.Description}"
            : parsed.Errors[0].SymbolResult is OptionResult { Option: var option, Tokens: [var value, ..] } && option.ValueType != typeof(string)
                ? $"{option.Name} takes {option.HelpName ?? "no value"}, not '{value.Value}'."
            : parsed.Errors[0].Message;
    }

    /// <summary>What looks like an option among the values of an argument; null where nothing does.</summary>
    public static string? MistypedOption(ArgumentResult result) =>
        result.Tokens.Select(t => t.Value).FirstOrDefault(value => value.Length > 1 && value[0] == '-');

    private static IEnumerable<string> OptionNames(IEnumerable<Option> options) =>
        options.SelectMany(o => o.Aliases.Append(o.Name)).Append("--help").Append("--version");

    private static string Suggest(string word, IEnumerable<string> known)
    {
        var best = known.Select(k => (Word: k, Distance: Distance(word, k))).MinBy(k => k.Distance);
        return best.Distance <= Math.Max(2, word.Length / 3) ? $" Did you mean {best.Word}?" : "";
    }

    // Levenshtein, one row at a time.
    private static int Distance(string a, string b)
    {
        int[] row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
