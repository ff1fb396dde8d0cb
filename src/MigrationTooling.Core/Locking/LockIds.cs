using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>Each id stands in the lock once: as a migration, or as the former id of one.</summary>
internal static class LockIds
{
    public static IEnumerable<LockProblem> Check(IReadOnlyList<LockEntry> entries)
    {
        var live = new Dictionary<string, LockEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!live.TryGetValue(entry.Id, out var earlier))
            {
                live.Add(entry.Id, entry);
                continue;
            }

            bool equal = entry.Scripts.Equals(earlier.Scripts);
            yield return new LockProblem(
                new TextPlace(entry.Line, 1),
                equal
                    ? $"{entry.Id} is locked twice, also on line {earlier.Line}."
                    : $"{entry.Id} is locked twice with different checksums, also on line {earlier.Line}.",
                "Restore the lock from version control, or run dotnet migrate rebase after a merge.",
                MendedByRebase: true);
        }

        if (entries.Any(entry => entry.Aliases.Count > 0))
        {
            foreach (var problem in CheckAliases(entries, live))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<LockProblem> CheckAliases(IReadOnlyList<LockEntry> entries, Dictionary<string, LockEntry> live)
    {
        var retired = new Dictionary<string, LockEntry>(StringComparer.Ordinal);
        foreach (var (entry, alias) in entries.SelectMany(entry => entry.Aliases.Select(alias => (entry, alias))))
        {
            bool isLive = live.TryGetValue(alias, out var other);
            if (isLive || retired.TryGetValue(alias, out other))
            {
                yield return new LockProblem(
                    new TextPlace(entry.Line, 1),
                    isLive
                        ? $"{entry.Id} has the alias {alias}, which is locked itself on line {other!.Line}."
                        : $"{entry.Id} has the alias {alias}, which is also an alias on line {other!.Line}.",
                    "Restore the line from version control.");
            }
            else
            {
                retired.Add(alias, entry);
            }
        }
    }
}
