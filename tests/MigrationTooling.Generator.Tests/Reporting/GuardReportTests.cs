using System;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using MigrationTooling.Generator.Tests.Running;
using Xunit;

namespace MigrationTooling.Generator.Tests.Reporting;

public class GuardReportTests
{
    [Fact]
    public void A_changed_locked_script_is_an_error_at_the_statement_that_changed()
    {
        var run = new GuardedProject()
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);\n")
            .Locked()
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);\n  CREATE TABLE b (id TEXT);\n")
            .Run();

        Assert.StartsWith("migrations/0001_a.sql(2,3): error MIG0001: ", Assert.Single(run.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_script_is_an_error_at_its_line_of_the_lock()
    {
        var run = new GuardedProject()
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);")
            .With("0002_b.sql", "CREATE TABLE b (id INTEGER);")
            .Locked()
            .Without("0002_b.sql")
            .Run();

        Assert.StartsWith("migrations/migrations.lock(3,1): error MIG0004: ", Assert.Single(run.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_cannot_be_configured_away_and_warnings_can()
    {
        var run = new GuardedProject()
            .With("0001_a.sql", "SELECT 'never ends")
            .With("0002_b.sql", "CREATE TABLE b (id INTEGER);")
            .Run();

        var error = Assert.Single(run.Diagnostics, diagnostic => diagnostic.Id == "MIG0103");
        var warning = Assert.Single(run.Diagnostics, diagnostic => diagnostic.Id == "MIG0010");

        Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, error.Descriptor.CustomTags);
        Assert.DoesNotContain(WellKnownDiagnosticTags.NotConfigurable, warning.Descriptor.CustomTags);
        Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
    }

    [Fact]
    public void A_required_lock_that_is_missing_is_an_error_that_cannot_be_configured_away()
    {
        var run = new GuardedProject(GuardedProject.Settings() with { RequireLock = true }).With("0001_a.sql", "CREATE TABLE a (id INTEGER);").Run();

        var missing = Assert.Single(run.Diagnostics);
        Assert.Equal(("MIG0010", DiagnosticSeverity.Error), (missing.Id, missing.Severity));
        Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, missing.Descriptor.CustomTags);
    }

    [Fact]
    public void A_broken_lock_is_an_error_at_its_line()
    {
        var run = new GuardedProject()
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);")
            .With("migrations.lock", Encoding.UTF8.GetBytes("migrations.lock format 1 dialect sqlite\n0001_a h1=zz\nend\n"))
            .Run();

        Assert.Contains(run.Findings, finding => finding.StartsWith("migrations/migrations.lock(2,", StringComparison.Ordinal) && finding.Contains("error MIG0007", StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_at_their_place()
    {
        var run = new GuardedProject().Carrying("0001_a.sql", [.. "SELECT 1;\nSELECT '"u8, 0xE4, .. "';\n"u8]).Run();

        Assert.Contains(run.Findings, finding => finding.StartsWith("migrations/0001_a.sql(2,9): error MIG0104", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_that_the_project_keeps_from_the_compiler_is_an_error()
    {
        var run = new GuardedProject().With("0001_a.sql", "CREATE TABLE a (id INTEGER);").Withholding("0001_a.sql").Run();

        var withheld = Assert.Single(run.Findings, finding => finding.Contains("MIG0901", StringComparison.Ordinal));
        Assert.StartsWith("migrations/0001_a.sql(1,1): error MIG0901: 0001_a.sql was not checked", withheld, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_the_project_keeps_from_the_compiler_is_an_error()
    {
        var run = new GuardedProject().With("0001_a.sql", "CREATE TABLE a (id INTEGER);").Locked().Withholding("migrations.lock").Run();

        Assert.Contains(run.Findings, finding => finding.StartsWith("migrations/migrations.lock(1,1): error MIG0901", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_analyzer_reports_is_not_reported_here_too()
    {
        var run = new GuardedProject().With("0001_a.sql", "").Locked().Run();

        Assert.DoesNotContain(run.Findings, finding => finding.Contains("MIG0110", StringComparison.Ordinal));
    }

    [Fact]
    public void A_healthy_project_has_nothing_to_say() =>
        Assert.Empty(new GuardedProject().With("0001_a.sql", "CREATE TABLE a (id INTEGER);").Locked().Run().Findings.ToArray());
}
