using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>The edit behind <c>rename OLD NEW</c>.</summary>
internal static class LockRename
{
    public static LockEditResult Rename(LockFile file, LockIndex index, string oldId, string newId, bool reorder)
    {
        if (index.Entry(oldId) is not { } entry)
        {
            return LockDiff.Misused(file, index.Retired(oldId) is { } renamed
                ? $"{oldId} is locked as {renamed.Id} already."
                : $"{oldId} is not locked, so its files can be renamed freely.");
        }

        if (index.Migration(oldId) is not null)
        {
            return LockDiff.Misused(file, $"{oldId} still has its files; rename them to {newId} first.");
        }

        if (index.Entry(newId) is not null)
        {
            return LockDiff.Misused(file, $"{newId} is locked itself.");
        }

        if (index.Migration(newId) is not { } migration)
        {
            return LockDiff.Misused(file, $"There is no file of a migration {newId}.");
        }

        if (index.Retired(newId) is { } owner)
        {
            return LockDiff.Refused(file, [Retired(migration, owner)]);
        }

        var sameVersion = index.OfVersion(migration.Version).FirstOrDefault(m => m.Id != newId);
        bool keeps = LockOrder.KeepsPlace(index, entry, migration);
        if (sameVersion is not null)
        {
            return LockDiff.Misused(file, $"{newId} has the version of {sameVersion.Id}; give it one of its own.");
        }

        if (!keeps && !reorder)
        {
            return LockDiff.Refused(file, [Reorders(entry, migration)]);
        }

        return LockDiff.Edited(file, Renamed(file, entry, migration, keeps));
    }

    /// <summary>The lock with an entry under a new id, its <c>was</c> lines with it.</summary>
    internal static LockEntry WithId(LockEntry entry, string newId) =>
        entry with { Id = newId, Aliases = entry.Aliases.Concat([entry.Id]).ToEquatableList() };

    private static LockFile Renamed(LockFile file, LockEntry entry, MigrationFacts migration, bool keepsPlace)
    {
        var renamed = WithId(entry, migration.Id);
        var entries = keepsPlace
            ? file.Entries.Select(e => ReferenceEquals(e, entry) ? renamed : e)
            : Moved(file.Entries.Where(e => !ReferenceEquals(e, entry)).ToList(), renamed, migration.Version);
        return file with
        {
            Entries = LockChain.Link(entries).ToEquatableList(),
            Accepted = file.Accepted.Select(edit => edit.Id == entry.Id ? edit with { Id = migration.Id } : edit).ToEquatableList(),
        };
    }

    private static List<LockEntry> Moved(List<LockEntry> others, LockEntry renamed, MigrationVersion version)
    {
        int place = others.FindIndex(other => !other.OutOfOrder && LockOrder.Version(other) > version);
        others.Insert(place < 0 ? others.Count : place, renamed);
        return others;
    }

    private static Finding Reorders(LockEntry entry, MigrationFacts migration) => new(
        RuleTable.Get("MIG0005"),
        migration.Id,
        migration.Scripts[0].Path,
        TextPlace.Start,
        $"{migration.Id} would stand at another place in the order than {entry.Id} does.",
        $"Choose a number that keeps the place, or say that the new order is meant: {MendingCommand.Rename(entry.Id, migration.Id)} --reorder.");

    private static Finding Retired(MigrationFacts migration, LockEntry owner) => new(
        RuleTable.Get("MIG0011"),
        migration.Id,
        migration.Scripts[0].Path,
        TextPlace.Start,
        $"{migration.Id} is a former id of {owner.Id}; a retired id is never used again.",
        "Choose another name.");
}
