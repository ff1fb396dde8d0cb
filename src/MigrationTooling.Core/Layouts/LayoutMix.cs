using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Layouts;

/// <summary>Two layouts in one directory are two habits, or two tools' files: reported at the first file of each layout but the commonest.</summary>
internal static class LayoutMix
{
    public static void Check(List<MigrationDraft> drafts, List<Finding> findings)
    {
        var telling = drafts.FindAll(draft => !draft.IsAmbiguous);
        if (!telling.TrueForAll(draft => draft.Layout == telling[0].Layout))
        {
            Report(telling, findings);
        }
    }

    private static void Report(List<MigrationDraft> telling, List<Finding> findings)
    {
        var groups = telling
            .GroupBy(draft => draft.Layout!.Value)
            .Select(group => (Layout: group.Key, Count: group.Count(), First: First(group)))
            .OrderByDescending(group => group.Count)
            .ThenBy(group => UpPath(group.First), StringComparer.Ordinal)
            .ToList();
        foreach (var group in groups.Skip(1))
        {
            string common = Describe(groups[0].Layout);
            string others = group.Count == 1 ? " is" : $" and {group.Count - 1} more are";
            findings.Add(new Finding(
                RuleTable.Get("MIG0106"),
                group.First.Id,
                UpPath(group.First),
                TextPlace.Start,
                $"{group.First.Id}{others} laid out as {Describe(group.Layout)}, the other {groups[0].Count} as {common}.",
                $"Lay it out as {common}, or keep it in a directory of its own."));
        }
    }

    private static MigrationDraft First(IEnumerable<MigrationDraft> drafts) =>
        drafts.Aggregate((first, next) => string.CompareOrdinal(UpPath(next), UpPath(first)) < 0 ? next : first);

    private static string UpPath(MigrationDraft draft) => draft.Scripts.First(script => script.Direction == Direction.Up).Path;

    private static string Describe(MigrationLayout layout) => layout switch
    {
        MigrationLayout.OneFile => "ID.sql",
        MigrationLayout.UpAndDownFiles => "ID.up.sql and ID.down.sql",
        MigrationLayout.Folder => "a folder per migration",
        MigrationLayout.Sections => "one file with sections",
        _ => "Flyway's V1__name.sql",
    };
}
