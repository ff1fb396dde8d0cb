using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Locking;

/// <summary>Version order within a lock, entries whose place was accepted left aside.</summary>
internal static class LockOrder
{
    /// <summary>True where the entry could bear the version of <paramref name="renamed"/> and still stand in order: between its neighbours in the lock, and before what is not locked yet.</summary>
    public static bool KeepsPlace(LockIndex index, LockEntry entry, MigrationFacts renamed)
    {
        if (entry.OutOfOrder)
        {
            return true;
        }

        var before = Neighbour(index, entry, step: -1);
        var after = Neighbour(index, entry, step: 1);
        return (before is null || Version(before) < renamed.Version)
            && (after is null
                ? !index.Unlocked.Any(other => other.Version > Version(entry) && other.Version < renamed.Version)
                : renamed.Version < Version(after));
    }

    private static LockEntry? Neighbour(LockIndex index, LockEntry entry, int step)
    {
        int position = index.Position(entry.Id) + step;
        while (position >= 0 && position < index.Entries.Count && index.Entries[position].OutOfOrder)
        {
            position += step;
        }

        return position >= 0 && position < index.Entries.Count ? index.Entries[position] : null;
    }

    /// <summary>The version of an entry; the reader accepts no id without one.</summary>
    public static MigrationVersion Version(LockEntry entry) => VersionReader.Read(entry.Id)!.Value.Version;

    /// <summary>The entry with the highest version; null where there is none.</summary>
    public static LockEntry? Newest(IEnumerable<(LockEntry Entry, MigrationVersion Version)> entries)
    {
        LockEntry? newest = null;
        MigrationVersion? highest = null;
        foreach (var (entry, version) in entries)
        {
            if (highest is null || version > highest)
            {
                (newest, highest) = (entry, version);
            }
        }

        return newest;
    }
}
