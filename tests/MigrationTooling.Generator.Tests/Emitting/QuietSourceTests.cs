using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MigrationTooling.Generator.Tests.Running;
using Xunit;

namespace MigrationTooling.Generator.Tests.Emitting;

public class QuietSourceTests
{
    [Theory]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    public void Generated_code_compiles_without_a_warning_at_the_highest_level(NullableContextOptions nullable)
    {
        var run = new GuardedProject(GuardedProject.Settings(), GuardedProject.Settings("class", "", "../a & <b>"))
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);")
            .With("0002_a <b> & \"c\".sql", "CREATE TABLE b (id INTEGER);")
            .Run();
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            warningLevel: 9999,
            nullableContextOptions: nullable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            specificDiagnosticOptions: new Dictionary<string, ReportDiagnostic> { ["CS1591"] = ReportDiagnostic.Error });

        Assert.Empty(run.CompilerComplaints(options));
    }
}
