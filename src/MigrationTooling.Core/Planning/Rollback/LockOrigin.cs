using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;

namespace MigrationTooling.Planning;

/// <summary>Knows from the journal whether the run that applied a migration added its line to the lock file. Pure.</summary>
public static class LockOrigin
{
    /// <summary>The detail of a <c>completed</c> entry of a run that adds what it applies to the lock file.</summary>
    public const string AddsLine = "adds its line to the lock file";

    /// <summary>True where the last run that applied it said so.</summary>
    public static bool IsOurs(HistoryRow row, IReadOnlyList<JournalRecord> journal)
    {
        if (row is null || journal is null)
        {
            throw new ArgumentNullException(row is null ? nameof(row) : nameof(journal));
        }

        string completed = JournalKind.Completed.Word();
        return journal.LastOrDefault(r => r.Kind == completed && r.Migration is { } id && (id == row.Id || row.FormerIds.Contains(id)))?.Detail == AddsLine;
    }
}
