using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using MigrationTooling.Cli.Input;
using MigrationTooling.Layouts;

namespace MigrationTooling.Cli.Hosting;

/// <summary>What could stand next on a command line that is being typed: what a shell's completion asks for as <c>[suggest:POSITION] LINE</c>.</summary>
internal static class Suggestions
{
    private const string Directive = "[suggest:";
    private static readonly string[] Programs = ["dotnet", "migrate", "dotnet-migrate"];

    /// <summary>Arguments that take a migration.</summary>
    private static readonly string[] Migrations = ["ID", "TARGET", "OLD", "RANGE"];

    /// <summary>The words, for the arguments of such a question; null for any other arguments.</summary>
    public static IReadOnlyList<string>? Answer(IReadOnlyList<string> arguments, CommandTree tree, Surroundings surroundings)
    {
        if (arguments is not [var directive, var line]
            || !directive.StartsWith(Directive, StringComparison.Ordinal)
            || !int.TryParse(directive.AsSpan(Directive.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out int position))
        {
            return null;
        }

        string typed = WithoutProgram(line[..Math.Min(position, line.Length)]);
        string word = typed.Length == 0 || char.IsWhiteSpace(typed[^1]) ? "" : typed.Split(' ')[^1];
        var parsed = tree.Root.Parse(typed);
        return parsed.GetCompletions(typed.Length).Select(completion => completion.Label)
            .Concat(Ids(parsed, word, tree, surroundings))
            .Where(suggestion => suggestion.StartsWith(word, StringComparison.Ordinal) && (word.Length > 0 || suggestion[0] is not ('-' or '/')))
            .Distinct(StringComparer.Ordinal)
            .ToList();
    }

    private static string WithoutProgram(string line)
    {
        string rest = line.TrimStart();
        foreach (string program in Programs)
        {
            if (rest.StartsWith(program + " ", StringComparison.Ordinal))
            {
                rest = rest[program.Length..].TrimStart();
            }
        }

        return rest;
    }

    private static IEnumerable<string> Ids(ParseResult parsed, string word, CommandTree tree, Surroundings surroundings)
    {
        if (word.StartsWith('-') || !parsed.CommandResult.Command.Arguments.Any(argument => Migrations.Contains(argument.Name)))
        {
            return [];
        }

        try
        {
            var settings = new Settings(tree.Global.Values(parsed), surroundings, new SecretMask());
            string directory = settings.MigrationsDirectory().Value;
            return FolderListing.Read(directory, settings.Excluded(directory)).Scripts
                .Select(FileNameParser.Parse)
                .Where(name => name.Problem is null)
                .Select(name => name.Id)
                .Order(StringComparer.Ordinal);
        }
        catch (CommandFailure)
        {
            // The line is not finished, and nobody asked for an error.
            return [];
        }
    }
}
