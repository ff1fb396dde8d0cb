using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Generator.Judging;
using MigrationTooling.Generator.Reading;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Generator.Reporting;

/// <summary>A finding with the absolute path that the compiler prints.</summary>
internal sealed record LocatedFinding(string Path, Finding Finding)
{
    /// <summary>The findings of a project that <paramref name="isOurs"/> picks, set by set in Core's order.</summary>
    public static IEnumerable<LocatedFinding> In(JudgedProject project, Func<Reporter, bool> isOurs) =>
        project.Sets.SelectMany(set => set.Verdict.Findings.Where(finding => isOurs(finding.Rule.Reporter)).Select(finding => At(project, set, finding)));

    /// <summary>Files that the project keeps from the compiler: they were not judged, which is the same as a guard that did not run.</summary>
    public static IEnumerable<LocatedFinding> Withheld(JudgedProject project) =>
        project.Sets.SelectMany(set => set.Withheld.Select(path => At(project, set, new Finding(
            RuleTable.Get("MIG0901"),
            null,
            path,
            TextPlace.Start,
            path + " was not checked: it was taken out of the compiler's AdditionalFiles.",
            "Remove the target that does so, or name the file in MigrationsExclude."))));

    private static LocatedFinding At(JudgedProject project, JudgedSet set, Finding finding) =>
        new(SlashPath.Combine(project.Root, set.Settings.Directory, finding.File), finding);
}
