using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MigrationTooling.Generator.Tests.Running;
using MigrationTooling.Rules;
using Xunit;

namespace MigrationTooling.Generator.Tests.Reporting;

public class AnalyzerTests
{
    [Fact]
    public async Task Findings_that_a_project_may_weigh_for_itself_come_from_the_analyzer()
    {
        var findings = await Analyze(new GuardedProject().With("0001_a.sql", "").With("0002_b.sql", "SELECT 1;\rSELECT 2;\n"));

        Assert.Equal(["migrations/0001_a.sql(1,1): warning MIG0110", "migrations/0002_b.sql(1,10): error MIG0105"], findings.Select(Head));
    }

    [Fact]
    public async Task What_the_generator_reports_is_not_reported_here_too() =>
        Assert.Empty(await Analyze(new GuardedProject().With("0001_a.sql", "SELECT 'never ends").With("nobody knows.sql", "SELECT 1;")));

    [Fact]
    public async Task A_script_too_large_for_the_compiler_is_reported_though_it_is_no_additional_file()
    {
        var project = new GuardedProject(GuardedProject.Settings() with { LargeFileBytes = 4 }).Carrying("0001_a.sql", "SELECT 1;"u8.ToArray());

        Assert.Equal(["migrations/0001_a.sql(1,1): warning MIG0108"], (await Analyze(project)).Select(Head));
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("suggestion", "info")]
    [InlineData("warning", "warning")]
    [InlineData("error", "error")]
    [InlineData("ERROR", "error")]
    [InlineData("what", "warning")]
    public async Task A_section_for_a_script_weighs_its_findings(string word, string severity)
    {
        var project = new GuardedProject().With("0001_a.sql", "").With("0002_b.sql", "");
        project.WithSection("0001_a.sql", "migrations_diagnostic.mig0110.severity", word);

        var findings = (await Analyze(project)).Select(Head).ToList();

        Assert.Equal(severity.Length == 0 ? [] : [$"migrations/0001_a.sql(1,1): {severity} MIG0110"], findings.Where(finding => finding.Contains("0001_a", StringComparison.Ordinal)));
        Assert.Contains("migrations/0002_b.sql(1,1): warning MIG0110", findings);
    }

    [Fact]
    public async Task Behind_the_generator_the_analyzer_judges_the_scripts_as_they_are_now()
    {
        var project = new GuardedProject().With("0001_a.sql", "").With("0002_b.sql", "SELECT 1;");
        project.Run();
        Assert.Equal(["migrations/0001_a.sql(1,1): warning MIG0110"], (await Analyze(project)).Select(Head));

        project.Type("0001_a.sql", "SELECT 1;"u8.ToArray());
        project.Type("0002_b.sql", []);
        project.Run();

        Assert.Equal(["migrations/0002_b.sql(1,1): warning MIG0110"], (await Analyze(project)).Select(Head));
    }

    [Fact]
    public async Task Behind_the_generator_the_analyzer_judges_the_lock_as_it_is_now()
    {
        var project = new GuardedProject().With("0001_a.up.sql", "SELECT 1;").With("0001_a.down.sql", "SELECT 2;").With("0002_b.up.sql", "SELECT 3;").Locked();
        project.Run();
        Assert.Empty(await Analyze(project));

        project.Type("migrations.lock", "migrations.lock format 1 dialect sqlite\nend\n"u8.ToArray());
        project.Run();

        Assert.Equal(["migrations/0002_b.up.sql(1,1): warning MIG0109"], (await Analyze(project)).Select(Head));
    }

    [Fact]
    public async Task A_project_without_the_package_is_not_analysed()
    {
        var project = new GuardedProject().With("0001_a.sql", "");
        project.WithSetting("build_property.MigrationToolingFacts", null);

        Assert.Empty(await Analyze(project));
    }

    [Fact]
    public void The_analyzer_declares_every_rule_that_is_its_own() =>
        Assert.Equal(
            RuleTable.All.Where(rule => rule.Reporter == Reporter.Analyzer).Select(rule => rule.Id),
            new MigrationsAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id));

    private static string Head(Diagnostic diagnostic) => string.Join(":", GuardedRun.Printed(diagnostic).Split(':').Take(2));

    private static async Task<IEnumerable<Diagnostic>> Analyze(GuardedProject project)
    {
        var analysis = project.Compilation.WithAnalyzers([new MigrationsAnalyzer()], new AnalyzerOptions(project.Texts, project.Options));
        var found = await analysis.GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        return found.OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal);
    }
}
