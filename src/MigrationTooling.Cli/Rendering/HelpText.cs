using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>--help</c> prints, of the tool and of each verb; made from the parser's own symbols, so that it can't promise another command line.</summary>
internal static class HelpText
{
    private const int Width = 100;

    public static string Of(Command command, CommandTree tree) =>
        command is Verb verb ? OfVerb(verb, tree) : OfRoot(tree);

    /// <summary>How a symbol is written in usage and docs: <c>-u, --database-url URL</c>.</summary>
    public static string Label(Option option)
    {
        var names = option.Aliases.Order(StringComparer.Ordinal).Where(a => a.Length == 2).Append(option.Name);
        string label = string.Join(", ", names);
        return option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool) ? $"{label} {option.HelpName ?? "VALUE"}" : label;
    }

    /// <summary><c>NAME</c>, or <c>[TARGET]</c> where it may be left out.</summary>
    public static string Label(Argument argument) =>
        argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name;

    /// <summary><c>dotnet migrate lock [TARGET] [options]</c>.</summary>
    public static string Usage(Verb verb) =>
        string.Join(' ', new[] { "dotnet migrate", verb.Name }.Concat(verb.Arguments.Select(Label)).Append("[options]"));

    private static string OfRoot(CommandTree tree)
    {
        var text = new StringBuilder();
        text.Append(CommandTree.Summary).Append("\n\nUsage: dotnet migrate COMMAND [options]\n\nCommands:\n");
        Columns(text, tree.Verbs.Select(v => (v.Name, FirstSentence(v.Description!))));
        text.Append("\nOptions of every command:\n");
        Columns(text, tree.Global.All.Select(o => (Label(o), o.Description!)));
        text.Append('\n').Append(
            """
            Settings: an option wins over an environment variable (MIGRATE_DATABASE_URL, MIGRATE_MIGRATIONS_DIR,
            MIGRATE_MIGRATION_TABLE, ConnectionStrings__NAME), that over migrate.json, that over the application's
            appsettings*.json and user secrets. -v prints which one won.

            Exit codes: 0 done, 1 a migration or operation failed, 2 usage or configuration, 3 integrity, 4 dirty,
            5 locked by another runner, 6 can't connect, 7 refused, 8 pending (with --check), 130/143 cancelled.

            dotnet migrate COMMAND --help explains one command, with examples.
            """.ReplaceLineEndings("\n")).Append('\n');
        return text.ToString();
    }

    private static string OfVerb(Verb verb, CommandTree tree)
    {
        var text = new StringBuilder();
        foreach (string line in Wrap(verb.Description!, Width))
        {
            text.Append(line).Append('\n');
        }

        text.Append("\nUsage: ").Append(Usage(verb)).Append('\n');
        if (verb.Aliases.Count > 0)
        {
            text.Append("Also known as: ").AppendJoin(", ", verb.Aliases.Order(StringComparer.Ordinal)).Append('\n');
        }

        Section(text, "Arguments", verb.Arguments.Select(a => (Label(a), a.Description!)));
        Section(text, "Options", verb.Options.Select(o => (Label(o), o.Description!)));
        Section(text, "Options of every command", tree.Global.All.Select(o => (Label(o), o == tree.Global.Format ? FormatHelp(verb) : o.Description!)));
        text.Append("\nExamples:\n");
        foreach (var example in verb.Examples)
        {
            text.Append("  ").Append(example.CommandLine).Append("\n      ").Append(example.Meaning).Append('\n');
        }

        return text.ToString();
    }

    private static string FormatHelp(Verb verb) =>
        $"What standard output carries: {string.Join(", ", verb.Formats)}.";

    private static void Section(StringBuilder text, string title, IEnumerable<(string Label, string Description)> rows)
    {
        var list = rows.ToList();
        if (list.Count > 0)
        {
            text.Append('\n').Append(title).Append(":\n");
            Columns(text, list);
        }
    }

    private static void Columns(StringBuilder text, IEnumerable<(string Label, string Description)> rows)
    {
        var list = rows.ToList();
        int first = Math.Min(list.Max(r => r.Label.Length), 34) + 2;
        foreach (var (label, description) in list)
        {
            text.Append("  ").Append(label.PadRight(first));
            // A long label stands on its own line.
            string separator = label.Length > first - 2 ? "\n" + new string(' ', first + 2) : "";
            foreach (string line in Wrap(description, Width - first - 2))
            {
                text.Append(separator).Append(line);
                separator = "\n" + new string(' ', first + 2);
            }

            text.Append('\n');
        }
    }

    private static IEnumerable<string> Wrap(string paragraphs, int width)
    {
        foreach (string paragraph in paragraphs.Split('\n'))
        {
            var line = new StringBuilder();
            foreach (string word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line.ToString();
                    line.Clear();
                }

                line.Append(line.Length > 0 ? " " : "").Append(word);
            }

            yield return line.ToString();
        }
    }

    private static string FirstSentence(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        int newLine = text.IndexOf('\n', StringComparison.Ordinal);
        int cut = end < 0 ? text.Length : end + 1;
        return newLine >= 0 && newLine < cut ? text[..newLine] : text[..cut];
    }
}
