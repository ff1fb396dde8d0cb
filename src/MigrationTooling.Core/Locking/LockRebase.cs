using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Locking;

/// <summary>The edit behind <c>rebase</c>; docs/lock-format.md tells what it keeps and why.</summary>
internal static class LockRebase
{
    public static RebaseResult Rebase(
        LockReadResult ours, LockFile @base, IReadOnlyList<MigrationFacts> migrations, IReadOnlyCollection<string> theirs)
    {
        var broken = ours.Problems.Where(problem => !problem.MendedByRebase).ToList();
        if (broken.Count > 0)
        {
            return Refused(ours.Lock, broken.Select(problem =>
                new Finding(RuleTable.Get("MIG0007"), null, LockFile.FileName, problem.Place, problem.Message, problem.Fix)));
        }

        var files = migrations.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var merge = new LockMerge(ours.Lock, @base, files);
        if (merge.Refusals.Count > 0)
        {
            return Refused(ours.Lock, merge.Refusals);
        }

        var (entries, renumberings) = Renumber(merge, files, migrations, theirs);
        var newIds = renumberings.ToDictionary(r => r.OldId, r => r.NewId, StringComparer.Ordinal);
        var accepted = merge.Accepted.Select(edit => newIds.TryGetValue(edit.Id, out string? id) ? edit with { Id = id } : edit);
        var result = new LockFile(@base.Dialect, LockChain.Link(entries).ToEquatableList(), accepted.ToEquatableList());
        return new RebaseResult(LockDiff.Edited(ours.Lock, result), Enumerable.Reverse(renumberings).ToEquatableList());
    }

    private static RebaseResult Refused(LockFile ours, IEnumerable<Finding> findings) =>
        new(LockDiff.Refused(ours, findings), EquatableList<Renumbering>.Empty);

    /// <summary>
    /// Walks our locked migrations and then the unlocked files, each by version, and gives a number behind the one
    /// before it to each that would not come after it. Accepted hotfixes keep their number, and so does what has no file.
    /// </summary>
    private static (List<LockEntry> Entries, List<Renumbering> Renumberings) Renumber(
        LockMerge merge,
        Dictionary<string, MigrationFacts> files,
        IReadOnlyList<MigrationFacts> migrations,
        IReadOnlyCollection<string> theirs)
    {
        var taken = new HashSet<MigrationVersion>(migrations.Where(m => theirs.Contains(m.Id)).Select(m => m.Version));
        var entries = merge.Shared.ToList();
        var renumberings = new List<Renumbering>();
        string? last = LockOrder.Newest(entries.Select(entry => (entry, LockOrder.Version(entry))))?.Id;
        foreach (var entry in merge.Ours)
        {
            bool movable = !entry.OutOfOrder && files.ContainsKey(entry.Id);
            string id = movable ? Place(files[entry.Id], ref last, taken, renumberings) : entry.Id;
            entries.Add(id == entry.Id ? entry : LockRename.WithId(entry, id));
        }

        var locked = new HashSet<string>(merge.Shared.Concat(merge.Ours).SelectMany(e => e.Aliases.Concat([e.Id])), StringComparer.Ordinal);
        foreach (var migration in migrations.Where(m => !locked.Contains(m.Id) && !theirs.Contains(m.Id)))
        {
            Place(migration, ref last, taken, renumberings);
        }

        return (entries, renumberings);
    }

    private static string Place(MigrationFacts migration, ref string? last, HashSet<MigrationVersion> taken, List<Renumbering> renumberings)
    {
        if (!taken.Contains(migration.Version) && (last is null || migration.Version > Version(last)))
        {
            return last = migration.Id;
        }

        string id = migration.Id;
        for (string before = last ?? id; taken.Contains(Version(id)) || id == migration.Id; before = id)
        {
            id = NextVersion.After(before, migration.Id);
        }

        renumberings.Add(new Renumbering(migration.Id, id, FileMoves.For(migration, id)));
        return last = id;
    }

    private static MigrationVersion Version(string id) => VersionReader.Read(id)!.Value.Version;
}
