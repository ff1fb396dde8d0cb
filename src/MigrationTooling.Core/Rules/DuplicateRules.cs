using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Rules;

/// <summary>MIG0006: a version is given once, whatever its width, and an id once, whatever its case.</summary>
internal static class DuplicateRules
{
    /// <summary>Reports every migration whose version an earlier one has, locked ones counting as earlier; returns their ids.</summary>
    /// <param name="index">The lock and the files.</param>
    /// <param name="explained">Ids that another finding speaks of already.</param>
    /// <param name="findings">Where findings are added.</param>
    public static ISet<string> Check(LockIndex index, ISet<string> explained, List<Finding> findings)
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        if (Ascend(index.ApplyOrder))
        {
            return reported;
        }

        var owners = new Dictionary<MigrationVersion, MigrationFacts>(index.Migrations.Count);
        // Two branches that took the same number are a fork; rebase renumbers, so that is the finding.
        bool isForked = index.Forks.Count > 0;
        foreach (var migration in index.ApplyOrder)
        {
            if (!owners.TryGetValue(migration.Version, out var owner))
            {
                owners.Add(migration.Version, migration);
            }
            else if (!explained.Contains(migration.Id) && !(isForked && index.Entry(migration.Id) is not null))
            {
                reported.Add(migration.Id);
                findings.Add(Duplicate(index, owner, migration));
            }
        }

        return reported;
    }

    // What only ever rises holds nothing twice.
    private static bool Ascend(IEnumerable<MigrationFacts> migrations)
    {
        MigrationVersion? last = null;
        foreach (var migration in migrations)
        {
            if (last is not null && migration.Version <= last)
            {
                return false;
            }

            last = migration.Version;
        }

        return true;
    }

    private static Finding Duplicate(LockIndex index, MigrationFacts owner, MigrationFacts second)
    {
        string path = UpPath(second);
        bool sameLetters = string.Equals(owner.Id, second.Id, StringComparison.OrdinalIgnoreCase);
        return new Finding(
            RuleTable.Get("MIG0006"),
            second.Id,
            path,
            TextPlace.Start,
            sameLetters
                ? $"{path} and {UpPath(owner)} name one id, apart from upper and lower case."
                : $"{path} has the version {second.Version}, as {UpPath(owner)} has.",
            $"Give it a version of its own, for example {FreeId(index, second)}.");
    }

    /// <summary>The id with the next number where that is free and in order, else with one behind everything.</summary>
    private static string FreeId(LockIndex index, MigrationFacts migration)
    {
        string next = NextVersion.After(migration.Id, migration.Id);
        var version = VersionReader.Read(next)!.Value.Version;
        if (!index.OfVersion(version).Any() && (index.Newest is null || index.Version(index.Newest) < version))
        {
            return next;
        }

        var last = index.Migrations[index.Migrations.Count - 1];
        return NextVersion.After(index.Newest is { } newest && index.Version(newest) > last.Version ? newest.Id : last.Id, migration.Id);
    }

    private static string UpPath(MigrationFacts migration) => migration.Scripts.First(script => script.Direction == Direction.Up).Path;
}
