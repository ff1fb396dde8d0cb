using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>The tool's door of the one verdict: every folder of tests/Cases, through the real program, gives the findings that its expected.txt fixes.</summary>
public sealed class CaseTests
{
    private static readonly string Root = Path.Combine(Repository.Root, "tests", "Cases");

    public static TheoryData<string> Cases() => new(Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Verify_says_what_the_case_expects_as_JSON_and_as_MSBuild_lines(string name)
    {
        string folder = Path.Combine(Root, name);
        string[] expected = await File.ReadAllLinesAsync(Path.Combine(folder, "expected.txt"));
        using var settings = Settings(folder, out string directory);
        var tool = new Tool(settings.Path);
        int exitCode = expected.Any(line => line.Split(' ')[1] == "error") ? 3 : 0;

        var json = await tool.JsonAsync(exitCode, "verify", "--offline", "-m", directory);
        var lines = await tool.ExpectAsync(exitCode, "verify", "--offline", "-m", directory, "--format", "msbuild");

        Assert.Equal(expected, json.GetProperty("findings").EnumerateArray().Select(Line));
        Assert.Equal(
            expected.Select(line => MsBuildLine(line, directory)),
            lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // A case's settings are what a project would say; here a migrate.json and a project file say it.
    private static TempFolder Settings(string folder, out string directory)
    {
        var settings = new TempFolder();
        string file = Path.Combine(folder, "settings.txt");
        var values = File.Exists(file)
            ? File.ReadAllLines(file).Where(l => l.Length > 0).ToDictionary(l => l.Split('=')[0], l => l.Split('=')[1])
            : [];
        var names = new Dictionary<string, string> { ["dialect"] = "MigrationsDialect", ["requireLock"] = "MigrationsRequireLock", ["largeFileBytes"] = "MigrationsLargeFileBytes" };
        settings.Write("Case.csproj", $"<Project><PropertyGroup>{string.Concat(values.Select(v => $"<{names[v.Key]}>{v.Value}</{names[v.Key]}>"))}</PropertyGroup></Project>");
        directory = Path.Combine(folder, "migrations");
        return settings;
    }

    private static string Line(JsonElement finding)
    {
        string fix = finding.GetProperty("fix").GetString() is { } text ? " " + text : "";
        return $"{finding.GetProperty("rule").GetString()} {finding.GetProperty("severity").GetString()} {finding.GetProperty("file").GetString()}({finding.GetProperty("line").GetInt32()},{finding.GetProperty("column").GetInt32()}) {finding.GetProperty("message").GetString()}{fix}";
    }

    private static string MsBuildLine(string expected, string directory)
    {
        string[] parts = expected.Split(' ', 3);
        int end = parts[2].IndexOf(") ", StringComparison.Ordinal) + 1;
        return $"{Path.Combine(directory, parts[2][..end])}: {parts[1]} {parts[0]}: {parts[2][(end + 1)..]}";
    }
}
