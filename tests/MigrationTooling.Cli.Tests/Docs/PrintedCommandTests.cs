using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Docs;

/// <summary>Every command that a page, a message or an expected finding names is given to the real parser.</summary>
public sealed partial class PrintedCommandTests
{
    private static readonly CommandTree Tree = new();

    [Fact]
    public void Every_command_in_the_documentation_exists()
    {
        var commands = Files("*.md").SelectMany(file => InMarkdown(File.ReadAllText(file)).Select(command => (file, command))).ToList();

        Assert.True(commands.Count > 30, $"Only {commands.Count} commands were found: the search is broken.");
        AssertExist(commands, mayBeNames: true);
    }

    [Fact]
    public void Every_command_in_a_message_of_the_source_exists()
    {
        var commands = Files("*.cs", "src").Concat(Files("*.targets", "src")).Concat(Files("*.props", "src"))
            .SelectMany(file => InSource(File.ReadAllText(file)).Select(command => (file, command))).ToList();

        Assert.True(commands.Count > 30, $"Only {commands.Count} commands were found: the search is broken.");
        AssertExist(commands);
    }

    [Fact]
    public void Every_command_that_a_case_of_the_rules_expects_exists()
    {
        var commands = Files("expected.txt", Path.Combine("tests", "Cases"))
            .SelectMany(file => File.ReadAllLines(file).SelectMany(InProse).Select(command => (file, command))).ToList();

        Assert.True(commands.Count > 30, $"Only {commands.Count} commands were found: the search is broken.");
        AssertExist(commands);
    }

    [Theory]
    [InlineData("dotnet migrate lock --accept ID --reason \"…\"")]
    [InlineData("dotnet migrate status shows what there is")]
    [InlineData("dotnet migrate rename OLD NEW [--reorder]")]
    [InlineData("dotnet migrate lock [TARGET] [options]")]
    [InlineData("dotnet migrate verify --format sarif > migrations.sarif")]
    public void A_command_that_exists_is_found_to_exist(string command) =>
        Assert.Null(PrintedCommand.Problem(command, Tree));

    [Theory]
    [InlineData("dotnet migrate repair")]
    [InlineData("dotnet migrate lock --forget")]
    [InlineData("dotnet migrate rename OLD")]
    [InlineData("dotnet migrate lock --accept")]
    [InlineData("dotnet migrate status --strict shows it")]
    public void A_command_that_does_not_exist_is_found_out(string command) =>
        Assert.NotNull(PrintedCommand.Problem(command, Tree));

    private static void AssertExist(IEnumerable<(string File, string Command)> commands, bool mayBeNames = false)
    {
        var wrong = commands
            .Select(c => (c.File, c.Command, Problem: PrintedCommand.Problem(c.Command, Tree, mayBeNames)))
            .Where(c => c.Problem is not null)
            .Select(c => $"{Path.GetRelativePath(Repository.Root, c.File)}: {c.Command}\n    {c.Problem}")
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Files(string pattern, string folder = "") =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(Path.GetRelativePath(Repository.Root, file), @"(^|[\\/])(bin|obj|artifacts|\.git)[\\/]"))
            .Order(StringComparer.Ordinal);

    // In code spans and blocks the whole command counts; in a sentence what follows it may be prose.
    private static IEnumerable<string> InMarkdown(string text)
    {
        string prose = CodeBlock().Replace(text, "");
        return CodeBlock().Matches(text).SelectMany(m => InProse(m.Value))
            .Concat(CodeSpan().Matches(prose).SelectMany(m => InProse(m.Groups[1].Value)))
            .Concat(CodeSpan().Replace(prose, "").Split('\n').SelectMany(InProse));
    }

    private static IEnumerable<string> InProse(string text) => Command().Matches(text).Select(m => m.Value);

    // Interpolations, constants and concatenations stand for one word each.
    private static IEnumerable<string> InSource(string text)
    {
        string joined = Concatenation().Replace(text.Replace("\\\"", "'", StringComparison.Ordinal), "WORD");
        return InProse(Interpolation().Replace(joined, "WORD"))
            .Where(command => !command.StartsWith("dotnet migrate WORD", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"```.*?```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex CodeSpan();

    // Ends with the line, the literal or the sentence; a full stop within a word is part of it.
    [GeneratedRegex(@"dotnet migrate(?: (?:'[^'\n]*'|""[^""\n]*""(?=\s|$|[.,)`])|[^\s""'`\\<();,]+(?<!\.(?=\s|$)|:(?=\s|$))))*")]
    private static partial Regex Command();

    [GeneratedRegex(@"""\s*\+\s*[\w.()\[\]]+(?:\s*\+\s*"")?")]
    private static partial Regex Concatenation();

    [GeneratedRegex(@"\{[^{}\n]*\}")]
    private static partial Regex Interpolation();
}
