using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>
/// The edit behind <c>lock --from-database</c>: freezes what a database ran, where the files are what it ran. A lock that is there is a
/// witness, too: where it says otherwise, nothing is written.
/// </summary>
internal static class LockFromHistory
{
    public static LockEditResult Rebuild(
        LockFile file, IReadOnlyList<MigrationFacts> migrations, IReadOnlyList<HistoryRow> rows, Dialect database)
    {
        var applied = rows.Where(r => r.IsApplied).OrderBy(r => r.Sequence).ToList();
        if (applied.Count == 0)
        {
            return LockDiff.Misused(file, "Nothing is applied to this database, so it can't say what to freeze.");
        }

        var current = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in file.Entries)
        {
            foreach (string alias in entry.Aliases)
            {
                current[alias] = entry.Id;
            }
        }

        string IdOf(HistoryRow row) => current.TryGetValue(row.Id, out string? now) ? now : row.Id;
        var byId = migrations.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var findings = applied
            .Select(row => Disagreement(row, byId.TryGetValue(IdOf(row), out var migration) ? migration : null, file.Accepted, database))
            .OfType<Finding>()
            .ToList();
        if (findings.Count > 0)
        {
            return LockDiff.Refused(file, findings);
        }

        // What neither ran here nor is locked stays open.
        var known = new HashSet<string>(applied.Select(IdOf).Concat(file.Entries.Select(e => e.Id)), StringComparer.Ordinal);
        var edit = LockEdits.Add(file, migrations.Where(m => known.Contains(m.Id)).ToList(), null);
        if (edit.IsRefused)
        {
            return edit;
        }

        var formerOf = applied.ToDictionary(IdOf, row => row.FormerIds, StringComparer.Ordinal);
        var locked = new HashSet<string>(file.Entries.Select(e => e.Id), StringComparer.Ordinal);
        return LockDiff.Edited(file, edit.Lock with
        {
            Entries = edit.Lock.Entries
                .Select(e => !locked.Contains(e.Id) && formerOf.TryGetValue(e.Id, out var former) ? e with { Aliases = former } : e)
                .ToEquatableList(),
        });
    }

    private static Finding? Disagreement(HistoryRow row, MigrationFacts? migration, IReadOnlyList<AcceptedEdit> accepted, Dialect database)
    {
        var ups = migration?.Scripts.Where(s => s.Direction == Direction.Up).ToList();
        var script = ups?.Find(s => s.Variant == database) ?? ups?.Find(s => s.Variant is null);
        if (script is null)
        {
            return IntegrityCheck.Missing(row);
        }

        bool same = row.Text.S1.Length > 0 ? row.Text.S1 == script.Section.S1 : row.Text.H1 == script.Section.H1;
        return same || accepted.Any(a => a.Id == migration!.Id && a.Variant == script.Variant && (a.H1 == row.Text.H1 || a.S1 == row.Text.S1))
            ? null
            : new Finding(
                StateRules.AppliedChanged, row.Id, script.Path, TextPlace.Start,
                $"'{row.Id}' was applied to this database with another text than its file has now.",
                $"Write back what ran: dotnet migrate restore-file {MendingCommand.Word(row.Id)}");
    }
}
