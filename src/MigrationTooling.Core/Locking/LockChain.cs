using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>The <c>after=</c> links: each line names the line above it. Two lines after the same one are a fork; any other break means that lines were removed or moved by hand.</summary>
internal static class LockChain
{
    private const string Fix = "Restore " + LockFile.FileName + " from version control.";

    private const int Unknown = -2;

    /// <summary>The breaks that are not forks.</summary>
    public static IEnumerable<LockProblem> Check(IReadOnlyList<LockEntry> entries, ICollection<string> brokenIds)
    {
        if (IsLinked(entries))
        {
            yield break;
        }

        var before = Before(entries);
        for (int i = 0; i < entries.Count; i++)
        {
            if (before[i] == Unknown && !brokenIds.Contains(entries[i].After!))
            {
                yield return new LockProblem(
                    new TextPlace(entries[i].Line, 1),
                    $"{entries[i].Id} follows {entries[i].After}, which is not in the lock: a line was removed.",
                    Fix);
            }
        }

        // A merge leaves forks, but never a line above the one that it follows. Where there is no fork either, all stand in order.
        for (int i = 0; i < entries.Count; i++)
        {
            if (before[i] >= i)
            {
                yield return new LockProblem(
                    new TextPlace(entries[i].Line, 1),
                    $"{entries[i].Id} does not stand under {entries[i].After}, which it follows: lines were moved by hand.",
                    "Restore " + LockFile.FileName + " from version control, or run dotnet migrate rebase after a merge.",
                    MendedByRebase: true);
                yield break;
            }
        }
    }

    /// <summary>Each entry whose <c>after</c> an earlier line has already, with that earlier line.</summary>
    public static IReadOnlyList<(LockEntry Entry, LockEntry Sibling)> Forks(IReadOnlyList<LockEntry> entries)
    {
        if (IsLinked(entries))
        {
            return [];
        }

        var before = Before(entries);
        var firstAfter = new Dictionary<int, LockEntry>();
        var forks = new List<(LockEntry, LockEntry)>();
        for (int i = 0; i < entries.Count; i++)
        {
            if (before[i] == Unknown)
            {
                continue;
            }

            if (firstAfter.TryGetValue(before[i], out var sibling))
            {
                forks.Add((entries[i], sibling));
            }
            else
            {
                firstAfter.Add(before[i], entries[i]);
            }
        }

        return forks;
    }

    /// <summary>The entries linked anew, each after the one above it.</summary>
    public static IEnumerable<LockEntry> Link(IEnumerable<LockEntry> entries)
    {
        string? after = null;
        foreach (var entry in entries)
        {
            yield return entry.After == after ? entry : entry with { After = after };
            after = entry.Id;
        }
    }

    private static bool IsLinked(IReadOnlyList<LockEntry> entries)
    {
        string? after = null;
        foreach (var entry in entries)
        {
            if (!string.Equals(entry.After, after, StringComparison.Ordinal))
            {
                return false;
            }

            after = entry.Id;
        }

        return true;
    }

    /// <summary>The index of the entry each one follows; -1 for none, <see cref="Unknown"/> where it is not in the lock. A former id counts as its migration.</summary>
    private static int[] Before(IReadOnlyList<LockEntry> entries)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            index[entries[i].Id] = i;
        }

        for (int i = 0; i < entries.Count; i++)
        {
            foreach (string alias in entries[i].Aliases.Where(alias => !index.ContainsKey(alias)))
            {
                index.Add(alias, i);
            }
        }

        return entries.Select(entry => entry.After is null ? -1 : index.TryGetValue(entry.After, out int i) ? i : Unknown).ToArray();
    }
}
