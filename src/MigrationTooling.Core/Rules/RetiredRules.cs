using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Rules;

/// <summary>MIG0011: a former id is retired for ever, for databases that ran it know it.</summary>
internal static class RetiredRules
{
    /// <summary>Reports the files that bear a former id of a migration that lives on; returns their ids.</summary>
    public static ISet<string> Check(LockIndex index, ISet<string> explained, List<Finding> findings)
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        if (index.Unlocked.Count > 0)
        {
            Check(index, explained, findings, reported);
        }

        return reported;
    }

    private static void Check(LockIndex index, ISet<string> explained, List<Finding> findings, HashSet<string> reported)
    {
        foreach (var migration in index.Unlocked.Where(m => !explained.Contains(m.Id)))
        {
            if (index.Retired(migration.Id) is { } successor)
            {
                reported.Add(migration.Id);
                findings.Add(new Finding(
                    RuleTable.Get("MIG0011"),
                    migration.Id,
                    migration.Scripts.First(script => script.Direction == Direction.Up).Path,
                    TextPlace.Start,
                    $"{migration.Id} is a former id of {successor.Id}; databases that know it would take this file for applied.",
                    $"Give it another name, for example {NextVersion.After(index.Newest!.Id, migration.Id)}."));
            }
        }
    }
}
