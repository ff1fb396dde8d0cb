using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Layouts;

/// <summary>Files for databases that are not run here: one warning a database, so that a multi-database history stays readable.</summary>
internal static class ForeignVariants
{
    public static void Check(List<FileName> files, List<Finding> findings)
    {
        if (files.Count > 0)
        {
            Report(files, findings);
        }
    }

    private static void Report(List<FileName> files, List<Finding> findings)
    {
        foreach (var group in files.GroupBy(file => file.ForeignDialect!, StringComparer.Ordinal))
        {
            var first = group.First();
            int others = group.Count() - 1;
            findings.Add(new Finding(
                RuleTable.Get("MIG0111"),
                first.Id,
                first.Path,
                TextPlace.Start,
                $"{first.Path}{(others == 0 ? "" : $" and {others} more")} {(others == 0 ? "is" : "are")} for {group.Key}, which is not run here; left out.",
                "Exclude such files (MigrationsExclude) to say that this is meant."));
        }
    }
}
