using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>Each promise that docs/engine.md makes names a test, and that test exists.</summary>
public partial class PromiseTests
{
    private static string[] Rows { get; } = Repository.Read("docs/engine.md")
        .Split("## Each promise and the test that holds it", 2)[1].Split("\n## ", 2)[0]
        .Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line != "| promise | test |").ToArray();

    [Fact]
    public void Every_promise_names_a_test() =>
        Offences.None(Rows.Where(row => !NamedTest().IsMatch(row)));

    [Fact]
    public void Every_test_that_a_promise_names_exists()
    {
        var tests = Repository.Files("tests", "*Tests.cs").Concat(Repository.Files("tests", "*Contract.cs")).Concat(Repository.Files("tests", "*Replays.cs")).Distinct()
            .SelectMany(file => Tests(Repository.Read(file))).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(Rows);

        Offences.None(Rows.SelectMany(row => NamedTest().Matches(row)).Select(m => $"{m.Groups["type"].Value}.{m.Groups["test"].Value}").Where(name => !tests.Contains(name)));
    }

    private static IEnumerable<string> Tests(string source) =>
        TestClass().Match(source) is { Success: true } type
            ? TestMethod().Matches(source).Select(m => $"{type.Groups["type"].Value}.{m.Groups["test"].Value}")
            : [];

    [GeneratedRegex(@"`(?<type>\w+(Tests|Contract|Replays))\.(?<test>[A-Z]\w+)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\bclass (?<type>\w+(Tests|Contract|Replays))\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"\[(?:Fact|Theory)\]\s+(?:\[[^\n]*\]\s+)*public (?:async )?(?:Task|void) (?<test>\w+)\(")]
    private static partial Regex TestMethod();
}
