using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Rendering;

namespace MigrationTooling.Cli.Tests.Docs;

/// <summary>The reference part of docs/cli.md, made from the parser.</summary>
internal static class CliReference
{
    public static string Markdown(CommandTree tree)
    {
        var text = new StringBuilder("## Options of every command\n\n");
        Table(text, "option", tree.Global.All.Select(o => (HelpText.Label(o), o.Description!)));
        foreach (var verb in tree.Verbs)
        {
            text.Append("\n## ").Append(verb.Name).Append("\n\n").Append(verb.Description).Append("\n\n```\n").Append(HelpText.Usage(verb)).Append("\n```\n\n");
            if (verb.Aliases.Count > 0)
            {
                text.Append("Also known as: ").AppendJoin(", ", verb.Aliases.Order(StringComparer.Ordinal).Select(a => $"`{a}`")).Append(".\n\n");
            }

            text.Append("`--format`: ").AppendJoin(", ", verb.Formats).Append(".\n");
            var rows = verb.Arguments.Select(a => (HelpText.Label(a), a.Description!)).Concat(verb.Options.Select(o => (HelpText.Label(o), o.Description!))).ToList();
            if (rows.Count > 0)
            {
                text.Append('\n');
                Table(text, "argument or option", rows);
            }

            text.Append("\nExamples:\n\n");
            foreach (var example in verb.Examples)
            {
                text.Append("- `").Append(example.CommandLine).Append("`  \n  ").Append(example.Meaning).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, string first, IEnumerable<(string Label, string Description)> rows)
    {
        text.Append("| ").Append(first).Append(" | meaning |\n|---|---|\n");
        foreach (var (label, description) in rows)
        {
            text.Append("| `").Append(label.Replace("|", "\\|", StringComparison.Ordinal)).Append("` | ").Append(description.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }
    }
}
