using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.History;

/// <summary>Reads the journal back.</summary>
internal static class JournalReading
{
    private static readonly string[] Columns = ["entry", "at", "kind", "migration", "attempt", "h1", "s1", "detail", "token", "runner", "tool_version"];

    public static IReadOnlyList<JournalRecord> Read(SqliteDatabase database, HistoryNames names)
    {
        if (HistorySchema.Format(database, names) is null)
        {
            return [];
        }

        // A newer major may lack columns of ours, or the table.
        var present = HistorySchema.Columns(database, names.JournalName);
        if (!present.Contains("entry"))
        {
            return [];
        }

        var journal = new List<JournalRecord>();
        var cursor = database.Cursor($"SELECT {string.Join(", ", Columns.Select(c => present.Contains(c) ? c : "NULL"))} FROM {names.Journal} ORDER BY entry");
        while (cursor.Step())
        {
            journal.Add(new JournalRecord(cursor.Integer(0), cursor.Time(1), cursor.Text(2), cursor.TextOrNull(3), (int)cursor.Integer(4))
            {
                H1 = cursor.TextOrNull(5),
                S1 = cursor.TextOrNull(6),
                Detail = cursor.TextOrNull(7),
                Token = cursor.Integer(8),
                Runner = cursor.TextOrNull(9) ?? "",
                ToolVersion = cursor.TextOrNull(10) ?? "",
            });
        }

        return journal;
    }
}
