using System.Linq;
using Microsoft.CodeAnalysis;
using MigrationTooling.Generator.Emitting;
using MigrationTooling.Generator.Judging;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Generator.Reporting;

/// <summary>What the guard has to say, and the proof that it looked. Both leave in one output: an assembly with the proof was judged.</summary>
/// <param name="Digest">The facts' digest; null in a project without the package.</param>
/// <param name="Findings">The findings that are the generator's to report.</param>
internal sealed record GuardReport(string? Digest, EquatableList<LocatedFinding> Findings)
{
    public static GuardReport Of(JudgedProject? project) => project is null
        ? new GuardReport(null, EquatableList<LocatedFinding>.Empty)
        : new GuardReport(
            project.Digest,
            LocatedFinding.Withheld(project)
                .Concat(LocatedFinding.In(project, reporter => reporter is Reporter.Guard or Reporter.Generator))
                .ToEquatableList());

    public void WriteTo(SourceProductionContext output)
    {
        if (Digest is null)
        {
            return;
        }

        foreach (var finding in Findings)
        {
            output.ReportDiagnostic(Descriptors.Diagnostic(finding));
        }

        output.AddSource("MigrationTooling.Guard.g.cs", ProofSource.Text(Digest));
    }
}
