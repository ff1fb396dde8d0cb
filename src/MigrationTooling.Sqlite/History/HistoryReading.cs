using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.History;

/// <summary>Reads the history; the caller's transaction makes it one instant.</summary>
internal static class HistoryReading
{
    private static readonly string[] Columns =
    [
        "id", "former_ids", "sequence", "state", "origin", "attempt", "up_h1", "up_s1", "down_h1", "down_s1", "variant", "units_done",
        "statements_done", "statements_total", "run_on", "finished_on", "failure_reason", "failure_code", "failure_place", "runner", "tool_version",
        "rollback_units", "rollback_statements_done", "rollback_statements_total", "batches", "batch_rows", "in_doubt",
    ];

    public static DatabaseSnapshot Read(SqliteDatabase database, HistoryNames names, string? liveRunner, string home)
    {
        if (HistorySchema.Format(database, names) is not { } format)
        {
            return DatabaseSnapshot.Empty with { LiveRunner = liveRunner, OtherHistories = OtherHistories.Find(database) };
        }

        string? formerHome = HistorySchema.Meta(database, names, HistorySchema.HomeKey);
        return new DatabaseSnapshot(Rows(database, names, format).ToEquatableList())
        {
            Format = format,
            Owner = Owner(database, names),
            LiveRunner = liveRunner,
            FormerHome = formerHome is null || formerHome == home ? null : formerHome,
        };
    }

    public static StoredText? Text(SqliteDatabase database, HistoryNames names, string h1)
    {
        var cursor = database.Cursor($"SELECT masked, content FROM {names.Texts} WHERE h1 = ?").Bind(h1);
        var text = cursor.Step() ? new StoredText(h1, HistoryValues.Content(cursor.Bytes(1)), cursor.Integer(0) != 0) : null;
        cursor.Reset();
        return text;
    }

    public static OwnerRow? Owner(SqliteDatabase database, HistoryNames names)
    {
        var cursor = database.Cursor($"SELECT token, runner, since, doing FROM {names.Owner} WHERE id = 1");
        var owner = cursor.Step()
            ? new OwnerRow(cursor.Integer(0), cursor.TextOrNull(1), cursor.Time(2), cursor.TextOrNull(3))
            : null;
        cursor.Reset();
        return owner;
    }

    private static List<HistoryRow> Rows(SqliteDatabase database, HistoryNames names, HistoryFormat format)
    {
        var rows = new List<HistoryRow>();
        var cursor = database.Cursor($"SELECT {Selection(database, names, format)} FROM {names.Rows} ORDER BY sequence");
        while (cursor.Step())
        {
            rows.Add(Row(cursor));
        }

        return rows;
    }

    // A newer major may lack columns of ours, and an older format those that came later; what says "applied" is promised to stay.
    private static string Selection(SqliteDatabase database, HistoryNames names, HistoryFormat format)
    {
        if (format is { IsNewerMajor: false, IsOlder: false })
        {
            return string.Join(", ", Columns);
        }

        var present = HistorySchema.Columns(database, names.Table);
        return string.Join(", ", Columns.Select(column => present.Contains(column) ? column : "NULL"));
    }

    private static HistoryRow Row(SqliteCursor cursor)
    {
        var text = new RowText(
            cursor.Text(6), cursor.Text(7), cursor.TextOrNull(8), cursor.TextOrNull(9), cursor.WordOrNull(10) is { } variant ? Dialects.Parse(variant) : null);

        // A state that only a newer version knows is unfinished as far as this one can tell.
        var state = HistoryWords.ParseState(cursor.Word(3)) ?? MigrationState.InProgress;
        return new HistoryRow(cursor.Text(0), cursor.Integer(2), state, text)
        {
            FormerIds = HistoryValues.List(cursor.Word(1)),
            Origin = HistoryWords.ParseOrigin(cursor.Word(4)) ?? MigrationOrigin.Ran,
            Attempt = (int)cursor.Integer(5),
            UnitsDone = HistoryValues.List(cursor.Word(11)),
            StatementsDone = (int)cursor.Integer(12),
            StatementsTotal = (int)cursor.Integer(13),
            RunOn = cursor.Time(14) ?? default,
            FinishedOn = cursor.Time(15),
            Failure = cursor.IsNull(16) ? null : new RowFailure(cursor.Text(16), cursor.TextOrNull(17), cursor.TextOrNull(18)),
            Runner = cursor.Word(19),
            ToolVersion = cursor.Word(20),
            Rollback = cursor.IsNull(21) ? null : new RollbackProgress(HistoryValues.List(cursor.Text(21)), (int)cursor.Integer(22), (int)cursor.Integer(23)),
            Batches = cursor.IsNull(24) ? null : new BatchProgress(cursor.Integer(24), cursor.Integer(25)),
            InDoubt = PreImage.Parse(cursor.TextOrNull(26)),
        };
    }
}
