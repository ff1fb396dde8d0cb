using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Core.Tests.Cases;
using MigrationTooling.Rules;
using Xunit;

namespace MigrationTooling.Core.Tests.Rules;

/// <summary>The table, the pages and the cases agree.</summary>
public sealed class RuleTableTests
{
    private static readonly string[] Sections = ["## Why", "## Bad", "## Good", "## How to mend"];

    private static readonly string Pages = Path.Combine(CaseFolder.RepositoryRoot, "docs", "rules");

    public static TheoryData<string> Ids => [.. RuleTable.All.Select(rule => rule.Id)];

    /// <summary>The rules that need files and lock only; the others need a database, a git history or a broken installation.</summary>
    public static TheoryData<string> IdsOfFiles =>
        [.. RuleTable.All.Where(rule => rule.Reporter is not (Reporter.Tool or Reporter.Targets)).Select(rule => rule.Id)];

    [Fact]
    public void Ids_are_unique_and_ascend()
    {
        var ids = RuleTable.All.Select(rule => rule.Id).ToList();

        Assert.Equal(ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Matches("^MIG[0-9]{4}$", id));
    }

    [Fact]
    public void A_rule_is_found_in_upper_and_lower_case_and_an_unknown_one_is_not()
    {
        Assert.Same(RuleTable.Get("MIG0001"), RuleTable.Find("mig0001"));
        Assert.Null(RuleTable.Find("MIG9999"));
        Assert.Throws<KeyNotFoundException>(() => RuleTable.Get("MIG9999"));
    }

    [Theory]
    [InlineData("MIG0001", "MIG0007", Reporter.Guard)]
    [InlineData("MIG0008", "MIG0010", Reporter.Generator)]
    [InlineData("MIG0101", "MIG0104", Reporter.Guard)]
    [InlineData("MIG0105", "MIG0111", Reporter.Analyzer)]
    public void Who_reports_a_rule_is_as_designed(string from, string to, Reporter reporter)
    {
        var rules = RuleTable.All.Where(rule => string.CompareOrdinal(rule.Id, from) >= 0 && string.CompareOrdinal(rule.Id, to) <= 0).ToList();

        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Equal(reporter, rule.Reporter));
    }

    [Fact]
    public void What_the_guard_reports_is_an_error() =>
        Assert.All(RuleTable.All.Where(rule => rule.Reporter == Reporter.Guard), rule => Assert.Equal(Severity.Error, rule.Severity));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_its_page(string id)
    {
        var rule = RuleTable.Get(id);
        string[] page = File.ReadAllLines(Path.Combine(Pages, id + ".md"));

        Assert.Equal($"# {rule.Id}: {rule.Title}", page[0]);
        Assert.StartsWith($"Severity: {rule.Severity.ToString().ToLowerInvariant()}. Category: {rule.Category.ToLowerInvariant()}.", page[2], StringComparison.Ordinal);
        Assert.Equal(Sections, page.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_page_has_its_rule() =>
        Assert.All(Directory.EnumerateFiles(Pages, "MIG*.md"), page => Assert.NotNull(RuleTable.Find(Path.GetFileNameWithoutExtension(page))));

    [Theory]
    [MemberData(nameof(IdsOfFiles))]
    public void A_rule_about_files_and_lock_has_a_case_that_fires(string id) =>
        Assert.Contains(CaseFolder.Names, name => File.ReadLines(new CaseFolder(name).ExpectedPath).Any(line => line.StartsWith(id + " ", StringComparison.Ordinal)));

    [Fact]
    public void Cases_fire_no_rule_that_the_table_does_not_have() =>
        Assert.All(
            CaseFolder.Names.SelectMany(name => File.ReadLines(new CaseFolder(name).ExpectedPath)),
            line => Assert.NotNull(RuleTable.Find(line.Split(' ')[0])));
}
