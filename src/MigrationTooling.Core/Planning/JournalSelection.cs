using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>What of a journal a person wants to see. Pure.</summary>
public static class JournalSelection
{
    // What keeps runners in order tells nothing about a migration.
    private static readonly HashSet<string> Housekeeping = new(
        new[] { JournalKind.Owned, JournalKind.Released, JournalKind.UnitCompleted }.Select(kind => kind.Word()), StringComparer.Ordinal);

    // A beginning is worth a line of its own only where no end follows: the runner died.
    private static readonly Dictionary<string, HashSet<string>> EndsOf = new(StringComparer.Ordinal)
    {
        [JournalKind.Intent.Word()] = Words(JournalKind.Completed, JournalKind.Failed, JournalKind.Cancelled),
        [JournalKind.RollbackIntent.Word()] = Words(JournalKind.RolledBack, JournalKind.RollbackFailed, JournalKind.RollbackAbandoned),
    };

    /// <summary>Selects lines, oldest first.</summary>
    /// <param name="journal">The whole journal, oldest first.</param>
    /// <param name="rows">The history's rows: they know which ids were one migration's.</param>
    /// <param name="id">Only this migration, under whichever of its ids; null for all.</param>
    /// <param name="everything">Also who owned the database, single units, and beginnings whose end is there.</param>
    /// <returns>Null where nobody ever heard of <paramref name="id"/>.</returns>
    public static EquatableList<JournalRecord>? Select(
        IReadOnlyList<JournalRecord> journal, IReadOnlyList<HistoryRow> rows, string? id, bool everything)
    {
        var selected = journal;
        if (id is not null)
        {
            var names = NamesOf(journal, rows, id);
            selected = journal.Where(r => r.Migration is { } migration && names.Contains(migration)).ToArray();
            if (selected.Count == 0 && !rows.Any(r => names.Contains(r.Id)))
            {
                return null;
            }
        }

        return everything ? selected.ToEquatableList() : selected.Where((r, i) => IsTold(r, i, selected)).ToEquatableList();
    }

    private static bool IsTold(JournalRecord record, int index, IReadOnlyList<JournalRecord> journal)
    {
        if (Housekeeping.Contains(record.Kind))
        {
            return false;
        }

        return !EndsOf.TryGetValue(record.Kind, out var ends)
            || !journal.Skip(index + 1).TakeWhile(r => r.Migration != record.Migration || r.Kind != record.Kind)
                .Any(r => r.Migration == record.Migration && ends.Contains(r.Kind));
    }

    // The journal keeps each line under the id of its time; a row and the lines about renames tie them together.
    private static HashSet<string> NamesOf(IReadOnlyList<JournalRecord> journal, IReadOnlyList<HistoryRow> rows, string id)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { id };
        foreach (var row in rows.Where(r => r.Id == id || r.FormerIds.Contains(id)))
        {
            names.Add(row.Id);
            names.UnionWith(row.FormerIds);
        }

        string renamed = JournalKind.Renamed.Word();
        foreach (var record in journal.Where(r => r.Kind == renamed && r is { Migration: not null, Detail: not null }))
        {
            if (names.Contains(record.Migration!))
            {
                names.Add(record.Detail!);
            }
        }

        return names;
    }

    private static HashSet<string> Words(params JournalKind[] kinds) => new(kinds.Select(kind => kind.Word()), StringComparer.Ordinal);
}
