using System;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.History;

/// <summary>Writes the history: inside the caller's transaction and behind its fence, on a database or into a script.</summary>
internal sealed class HistoryWriting(HistoryNames names, RunnerIdentity runner)
{
    private const string Times = "run_on = excluded.run_on, finished_on = excluded.finished_on";

    private readonly string _insert =
        $"""
        INSERT INTO {names.Rows} (id, former_ids, sequence, state, origin, attempt, up_h1, up_s1, down_h1, down_s1, variant, units_done,
          statements_done, statements_total, run_on, finished_on, failure_reason, failure_code, failure_place, runner, tool_version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        """;

    private readonly string _batches = $"UPDATE {names.Rows} SET batches = $1, batch_rows = $2 WHERE id = $3";

    private readonly string _doubt = $"UPDATE {names.Rows} SET in_doubt = $1 WHERE id = $2";

    // A newer minor format may have added columns: they stay as they are.
    private const string Overwrite =
        $"""

        ON CONFLICT (id) DO UPDATE SET former_ids = excluded.former_ids, sequence = excluded.sequence, state = excluded.state,
          origin = excluded.origin, attempt = excluded.attempt, up_h1 = excluded.up_h1, up_s1 = excluded.up_s1, down_h1 = excluded.down_h1,
          down_s1 = excluded.down_s1, variant = excluded.variant, units_done = excluded.units_done, statements_done = excluded.statements_done,
          statements_total = excluded.statements_total, {Times},
          failure_reason = excluded.failure_reason, failure_code = excluded.failure_code, failure_place = excluded.failure_place,
          runner = excluded.runner, tool_version = excluded.tool_version
        """;

    private readonly string _progress =
        $"""
        UPDATE {names.Rows} SET state = $1, units_done = $2, statements_done = $3, finished_on = $4,
          failure_reason = $5, failure_code = $6, failure_place = $7 WHERE id = $8
        """;

    private readonly string _rollback =
        $"UPDATE {names.Rows} SET rollback_units = $1, rollback_statements_done = $2, rollback_statements_total = $3 WHERE id = $4";

    // No sequence counts the entries: whoever writes holds the owner row, so there is nobody else to take the same number.
    private readonly string _append =
        $"""
        INSERT INTO {names.Journal} (entry, at, kind, migration, attempt, h1, s1, detail, token, runner, tool_version)
        VALUES ((SELECT coalesce(max(entry), 0) + 1 FROM {names.Journal}), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    private readonly string _rename = $"UPDATE {names.Rows} SET id = $1 WHERE id = $2";

    private readonly string _doing = $"UPDATE {names.Owner} SET doing = $1 WHERE id = 1";

    private readonly string _own =
        $"""
        INSERT INTO {names.Owner} (id, token, runner, since) VALUES (1, $1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET token = excluded.token, runner = excluded.runner, since = excluded.since, doing = NULL, lease_until = NULL
        """;

    private readonly string _leave = $"UPDATE {names.Owner} SET runner = NULL, doing = NULL, lease_until = NULL WHERE id = 1";

    private readonly string _keepText = $"INSERT INTO {names.Texts} (h1, masked, content) VALUES ($1, $2, $3) ON CONFLICT (h1) DO NOTHING";

    public void Write(IHistorySql sql, HistoryWrite write, long token)
    {
        foreach (var row in write.Rows)
        {
            if (row.ReplacesId is { } former)
            {
                sql.Run(_rename, row.Row.Id, former);
            }

            if (row.Kind is RowWriteKind.Progress or RowWriteKind.Rollback or RowWriteKind.Batch)
            {
                Progress(sql, row.Row);
            }
            else
            {
                Whole(sql, row.Row, row.Kind == RowWriteKind.New ? _insert : _insert + Overwrite);
            }

            if (row.Kind == RowWriteKind.Rollback)
            {
                Rollback(sql, row.Row.Id, row.Row.Rollback);
            }

            // The other kinds leave what a script in batches did as it is, and most scripts run once.
            if (row.Row.Batches is { } batches && row.Kind is not (RowWriteKind.Progress or RowWriteKind.Rollback))
            {
                sql.Run(_batches, batches.Count, batches.Rows, row.Row.Id);
            }
        }

        foreach (var row in write.Rows.Where(r => r.WithDoubt))
        {
            sql.Run(_doubt, row.Row.InDoubt?.ToText(), row.Row.Id);
        }

        foreach (var entry in write.Journal)
        {
            Append(sql, entry, token);
        }

        foreach (var text in write.Texts)
        {
            sql.Run(_keepText, text.H1, text.IsMasked ? 1 : 0, HistoryValues.Content(text.Text));
        }

        if (write.Doing is not null)
        {
            sql.Run(_doing, write.Doing);
        }
    }

    /// <summary>This runner is the owner, under a new token.</summary>
    public void Own(IHistorySql sql, long token, DateTimeOffset now) =>
        sql.Run(_own, sql.NewToken(token), runner.Name, sql.Time(now));

    /// <summary>Nobody is the owner; the token stays.</summary>
    public void Leave(IHistorySql sql, long token, DateTimeOffset now)
    {
        sql.Run(_leave);
        Append(sql, new JournalEntry(now, JournalKind.Released), token);
    }

    /// <summary>Appends to the journal.</summary>
    /// <param name="sql">Takes it.</param>
    /// <param name="entry">What.</param>
    /// <param name="token">The owner's fencing token.</param>
    /// <param name="detail">Its detail, where that is not known yet as a text.</param>
    public void Append(IHistorySql sql, JournalEntry entry, long token, object? detail = null) => sql.Run(_append, sql.Time(entry.At), entry.Kind.Word(), entry.Migration, entry.Attempt, entry.H1, entry.S1, entry.Detail ?? detail,
        sql.Token(token), runner.Name, runner.ToolVersion);

    private void Progress(IHistorySql sql, HistoryRow row) => sql.Run(_progress, row.State.Word(), HistoryValues.List(row.UnitsDone), row.StatementsDone, Finished(sql, row),
        row.Failure?.Reason, row.Failure?.Code, row.Failure?.Place, row.Id);

    private void Rollback(IHistorySql sql, string id, RollbackProgress? progress) => sql.Run(_rollback, progress is null ? null : HistoryValues.List(progress.UnitsDone), progress?.StatementsDone, progress?.StatementsTotal, id);

    private static void Whole(IHistorySql sql, HistoryRow row, string statement) => sql.Run(statement, row.Id, HistoryValues.List(row.FormerIds), sql.Sequence(row.Sequence), row.State.Word(), row.Origin.Word(), row.Attempt,
        row.Text.H1, row.Text.S1, row.Text.DownH1, row.Text.DownS1, row.Text.Variant?.Word(), HistoryValues.List(row.UnitsDone),
        row.StatementsDone, row.StatementsTotal, sql.Time(row.RunOn), Finished(sql, row),
        row.Failure?.Reason, row.Failure?.Code, row.Failure?.Place, row.Runner, row.ToolVersion);

    private static object? Finished(IHistorySql sql, HistoryRow row) => row.FinishedOn is { } end ? sql.Time(end) : null;
}
