using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using MigrationTooling.Rules;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>
/// Each folder of tests/Cases gives, through the packed package in a real build and through the installed tool, the rule,
/// severity, place and words that its expected.txt holds; the rule runner does so in MigrationTooling.Core.Tests.
/// </summary>
[Collection(PackedFeedCollection.Name)]
public sealed class OneVerdictTests(PackedFeed feed)
{
    private static readonly string Cases = Path.Combine(RepositoryFolder.Root, "tests", "Cases");

    // A generator's error stops the compiler before its analyzers, so the two kinds are built apart.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_case_gives_the_same_findings_in_a_build(bool guard)
    {
        var cases = Directory.GetDirectories(Cases)
            .Select(folder => (Name: Path.GetFileName(folder), Expected: Expected(folder)))
            .Where(c => c.Expected.Any(line => IsGuards(line)) == guard)
            .ToList();
        using var project = new UserProject(
            feed,
            items: string.Concat(cases.Select(c => Set(c.Name))));
        project.Write("Program.cs", "System.Console.WriteLine();\n");
        cases.ForEach(c => CopyFolder(Path.Combine(Cases, c.Name), project.At("cases/" + c.Name)));

        var build = await project.BuildAsync(cases.Any(c => c.Expected.Any(line => line.Contains(" error ", StringComparison.Ordinal))) ? 1 : 0);

        var expected = cases.SelectMany(c => c.Expected.Where(line => !IsLarge(line)).Select(line => InBuild(line, c.Name))).Order(StringComparer.Ordinal);
        Assert.Equal(expected, project.Findings(build));
    }

    [Fact]
    public async Task Every_case_gives_the_same_findings_from_the_tool()
    {
        using var project = new UserProject(feed);
        var wrong = new List<string>();
        foreach (string folder in Directory.GetDirectories(Cases).Where(f => Setting(f, "largeFileBytes") is null && Setting(f, "requireLock") is null))
        {
            string name = Path.GetFileName(folder);
            CopyFolder(folder, project.At("cases/" + name));
            var expected = Expected(folder).Select(line => InBuild(line, name)).Order(StringComparer.Ordinal).ToList();
            int exitCode = expected.Any(line => line.Contains(" error ", StringComparison.Ordinal)) ? 3 : 0;
            var verify = await project.ToolAsync(exitCode, "verify", "--offline", "--format", "msbuild", "-m", $"cases/{name}/migrations");
            if (!expected.SequenceEqual(project.Findings(verify)))
            {
                wrong.Add($"{name}:\n{string.Join('\n', expected)}\n--- but\n{verify.Text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    private static string[] Expected(string folder) => File.ReadAllLines(Path.Combine(folder, "expected.txt")).Where(line => line.Length > 0).ToArray();

    private static bool IsGuards(string line) => RuleTable.Get(line.Split(' ')[0]).Reporter != Reporter.Analyzer && line.Split(' ')[1] == "error";

    // The limit is the project's, not a set's: the one case of MIG0108 has a project of its own in GuardTests.
    private static bool IsLarge(string line) => line.StartsWith("MIG0108", StringComparison.Ordinal);

    private static string InBuild(string line, string name)
    {
        string[] parts = line.Split(' ', 3);
        return $"{parts[0]} {parts[1]} cases/{name}/migrations/{parts[2]}";
    }

    private static string Set(string name)
    {
        string folder = Path.Combine(Cases, name);
        string dialect = Setting(folder, "dialect") is { } word ? $" Dialect=\"{word}\"" : "";
        string requireLock = Setting(folder, "requireLock") is { } required ? $" RequireLock=\"{required}\"" : "";
        return $"<MigrationSet Include=\"cases/{name}/migrations\" Name=\"Case_{name.Replace('-', '_')}\"{dialect}{requireLock} />\n";
    }

    private static string? Setting(string folder, string key)
    {
        string file = Path.Combine(folder, "settings.txt");
        return File.Exists(file)
            ? File.ReadAllLines(file).Select(line => line.Split('=', 2)).Where(pair => pair[0] == key).Select(pair => pair[1]).FirstOrDefault()
            : null;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
