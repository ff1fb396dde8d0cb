using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Locking;

/// <summary>
/// Every way a lock may change, as pure functions: a lock and the files' migrations in, a new lock or the reason against it out.
/// They take a lock that was read without problems; only <see cref="Rebase"/> takes one that a merge left in pieces.
/// </summary>
public static class LockEdits
{
    /// <summary>Adds the migrations that are not locked yet, up to and including <paramref name="target"/> (an id or a version; null for all). Existing lines stay as they are; refused where a locked file changed, moved or vanished.</summary>
    public static LockEditResult Add(LockFile file, IReadOnlyList<MigrationFacts> migrations, string? target)
    {
        var index = new LockIndex(file, migrations);
        if (Errors(index) is { Count: > 0 } refusals)
        {
            return LockDiff.Refused(file, refusals);
        }

        var last = target is null ? null : MigrationLookup.Find(migrations, target);
        if (target is not null && last is null)
        {
            return LockDiff.Misused(file, $"There is no migration {target}.");
        }

        var added = index.Unlocked.Where(m => last is null || m.Version <= last.Version).Select(m => LockEntryMaker.Freeze(m, null));
        return LockDiff.Edited(file, file with { Entries = LockChain.Link(file.Entries.Concat(added)).ToEquatableList() });
    }

    /// <summary>Adds the migrations that a database ran and that are not locked yet. Refused where a file is not what it ran, or where the lock says otherwise.</summary>
    /// <param name="file">The lock; an empty one where it is lost.</param>
    /// <param name="migrations">The files.</param>
    /// <param name="rows">The database's history.</param>
    /// <param name="database">The database's dialect.</param>
    public static LockEditResult FromHistory(LockFile file, IReadOnlyList<MigrationFacts> migrations, IReadOnlyList<HistoryRow> rows, Dialect database) =>
        LockFromHistory.Rebuild(file, migrations, rows, database);

    /// <summary>Stamps anew the lines of migrations of which only comments or formatting changed. Refused where more than that changed anywhere.</summary>
    public static LockEditResult Refresh(LockFile file, IReadOnlyList<MigrationFacts> migrations)
    {
        var index = new LockIndex(file, migrations);
        return Errors(index) is { Count: > 0 } refusals
            ? LockDiff.Refused(file, refusals)
            : LockDiff.Edited(file, file with { Entries = file.Entries.Select(entry => Stamp(entry, index.Migration(entry.Id)!)).ToEquatableList() });
    }

    /// <summary>Accepts an intended edit of a locked migration, or the place of an out-of-order one. The text that ran before stays as a <c>was</c> line with <paramref name="reason"/>.</summary>
    public static LockEditResult Accept(LockFile file, IReadOnlyList<MigrationFacts> migrations, string id, string reason) =>
        LockAcceptance.Accept(file, new LockIndex(file, migrations), id, reason);

    /// <summary>Accepts that the files of <paramref name="oldId"/> are named <paramref name="newId"/> now; the old id stays as an alias, the checksums stay as they were locked. A rename that changes the order needs <paramref name="reorder"/>.</summary>
    public static LockEditResult Rename(LockFile file, IReadOnlyList<MigrationFacts> migrations, string oldId, string newId, bool reorder) =>
        LockRename.Rename(file, new LockIndex(file, migrations), oldId, newId, reorder);

    /// <summary>Puts a lock that two branches wrote in order: the base's lines first, then those it does not have, with new numbers where theirs would sort before the base's.</summary>
    /// <param name="ours">The lock as the merge left it.</param>
    /// <param name="base">The base's lock.</param>
    /// <param name="migrations">The files of both.</param>
    /// <param name="theirs">Ids that the base has and did not lock: they keep their numbers, which nobody else may have then. Null for none.</param>
    public static RebaseResult Rebase(
        LockReadResult ours, LockFile @base, IReadOnlyList<MigrationFacts> migrations, IReadOnlyCollection<string>? theirs = null) =>
        LockRebase.Rebase(ours, @base, migrations, theirs ?? []);

    /// <summary>Takes out lines, and links the others anew: for what takes back its own additions.</summary>
    public static LockEditResult Remove(LockFile file, IEnumerable<string> ids)
    {
        var removed = new HashSet<string>(ids, StringComparer.Ordinal);
        return LockDiff.Edited(file, file with
        {
            Entries = LockChain.Link(file.Entries.Where(entry => !removed.Contains(entry.Id))).ToEquatableList(),
            Accepted = file.Accepted.Where(edit => !removed.Contains(edit.Id)).ToEquatableList(),
        });
    }

    internal static IReadOnlyList<Finding> Errors(LockIndex index)
    {
        var findings = new List<Finding>();
        Integrity.Check(index, [], isSound: true, findings);
        return findings.Where(finding => finding.Severity == Severity.Error).ToList();
    }

    private static LockEntry Stamp(LockEntry entry, MigrationFacts migration)
    {
        var current = LockEntryMaker.Scripts(migration);
        var scripts = entry.Scripts.Select(locked => locked with { H1 = current.FirstOrDefault(script => script.Variant == locked.Variant)?.H1 ?? locked.H1 });
        return entry with { Scripts = scripts.ToEquatableList() };
    }
}
