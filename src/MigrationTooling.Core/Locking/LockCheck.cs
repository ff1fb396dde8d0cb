using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>The check behind <c>lock --check</c>, for pipelines.</summary>
public static class LockCheck
{
    private const string Restore = "Restore the line; lines change only by lock --refresh, lock --accept and rename, which leave their traces.";

    /// <summary>
    /// MIG0012 for every migration that is not locked; with <paramref name="against"/>, the lock of the base that this
    /// branch began from, MIG0013 for every line of it that was changed, moved or removed other than by an accepted edit or rename.
    /// </summary>
    public static EquatableList<Finding> Run(LockFile file, IReadOnlyList<MigrationFacts> migrations, LockFile? against)
    {
        var index = new LockIndex(file, migrations);
        var findings = index.Unlocked.Select(NotLocked).ToList();
        if (against is not null)
        {
            CheckAgainst(index, against, findings);
        }

        return findings.ToEquatableList();
    }

    private static Finding NotLocked(MigrationFacts migration) => new(
        RuleTable.Get("MIG0012"),
        migration.Id,
        migration.Scripts.First(script => script.Direction == Direction.Up).Path,
        TextPlace.Start,
        $"{migration.Id} is not locked.",
        $"Run {MendingCommand.Lock} and commit the lock.");

    private static void CheckAgainst(LockIndex index, LockFile against, List<Finding> findings)
    {
        if (index.Lock.Dialect != against.Dialect)
        {
            findings.Add(Changed(null, 1, $"The lock's dialect was changed from {against.Dialect.Word()} to {index.Lock.Dialect.Word()}."));
        }

        var kept = new HashSet<LockEntry>();
        int highest = -1;
        foreach (var old in against.Entries)
        {
            var entry = index.Entry(old.Id) ?? index.Retired(old.Id);
            if (entry is null)
            {
                findings.Add(Changed(old.Id, 1, $"The line of {old.Id} was removed."));
                continue;
            }

            kept.Add(entry);
            int position = index.Position(entry.Id);
            if (Difference(index.Lock, old, entry) is { } difference)
            {
                findings.Add(Changed(entry.Id, entry.Line, difference));
            }
            else if (position < highest && entry.Id == old.Id)
            {
                findings.Add(Changed(entry.Id, entry.Line, $"The line of {entry.Id} was moved up."));
            }

            highest = entry.Id == old.Id && position > highest ? position : highest;
        }

        foreach (var entry in index.Entries.Take(highest + 1).Where(entry => !kept.Contains(entry)))
        {
            findings.Add(Changed(entry.Id, entry.Line, $"The new line of {entry.Id} stands before lines that were there."));
        }

        CheckAccepted(index, against, findings);
    }

    private static string? Difference(LockFile file, LockEntry old, LockEntry entry)
    {
        if (old.Aliases.FirstOrDefault(alias => !entry.Aliases.Contains(alias)) is { } alias)
        {
            return $"{entry.Id} lost its former id {alias}.";
        }

        var was = file.Accepted.Where(edit => edit.Id == entry.Id).ToList();
        foreach (var script in old.Scripts)
        {
            var now = entry.Scripts.FirstOrDefault(s => s.Variant == script.Variant);
            if (now is null)
            {
                return $"The line of {entry.Id} lost its {script.Variant?.Word() ?? "generic"} checksums.";
            }

            if (!LockMatch.IsSame(script, now) && !was.Exists(edit => edit.Variant == script.Variant && LockMatch.IsWas(edit, script)))
            {
                return $"The checksums of {entry.Id} were changed.";
            }
        }

        var added = entry.Scripts.FirstOrDefault(script => !old.Scripts.Any(s => s.Variant == script.Variant));
        return added is not null && !was.Exists(edit => edit.Variant == added.Variant)
            ? $"The line of {entry.Id} got {added.Variant?.Word() ?? "generic"} checksums."
            : null;
    }

    private static void CheckAccepted(LockIndex index, LockFile against, List<Finding> findings)
    {
        var present = new HashSet<AcceptedEdit>(index.Lock.Accepted.Select(edit => edit with { Line = 0 }));
        foreach (var edit in against.Accepted)
        {
            var entry = index.Entry(edit.Id) ?? index.Retired(edit.Id);
            if (entry is not null && !present.Contains(edit with { Id = entry.Id, Line = 0 }))
            {
                findings.Add(Changed(entry.Id, entry.Line, $"A was line of {entry.Id} was removed or changed."));
            }
        }
    }

    private static Finding Changed(string? id, int line, string message) =>
        new(RuleTable.Get("MIG0013"), id, LockFile.FileName, new TextPlace(line < 1 ? 1 : line, 1), message, Restore);
}
