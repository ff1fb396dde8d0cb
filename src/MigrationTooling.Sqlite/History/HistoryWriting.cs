using System;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.History;

/// <summary>Writes the history inside the caller's transaction, behind the caller's fence: on a database, or into a script.</summary>
internal sealed class HistoryWriting(IHistorySql sql, HistoryNames names, RunnerIdentity runner)
{
    // Every change of the schema makes SQLite parse these anew at their next use, so the steps of each migration have short ones.
    private readonly string _insert =
        $"""
        INSERT INTO {names.Rows} (id, former_ids, sequence, state, origin, attempt, up_h1, up_s1, down_h1, down_s1, variant, units_done,
          statements_done, statements_total, run_on, finished_on, failure_reason, failure_code, failure_place, runner, tool_version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private readonly string _progress =
        $"""
        UPDATE {names.Rows} SET state = ?, units_done = ?, statements_done = ?, finished_on = ?,
          failure_reason = ?, failure_code = ?, failure_place = ? WHERE id = ?
        """;

    private readonly string _rollback =
        $"UPDATE {names.Rows} SET rollback_units = ?, rollback_statements_done = ?, rollback_statements_total = ? WHERE id = ?";

    private readonly string _batches = $"UPDATE {names.Rows} SET batches = ?, batch_rows = ? WHERE id = ?";

    private readonly string _doubt = $"UPDATE {names.Rows} SET in_doubt = ? WHERE id = ?";

    // Not INSERT OR REPLACE: that would empty the columns that a newer minor format added.
    private const string Overwrite =
        """

        ON CONFLICT (id) DO UPDATE SET former_ids = excluded.former_ids, sequence = excluded.sequence, state = excluded.state,
          origin = excluded.origin, attempt = excluded.attempt, up_h1 = excluded.up_h1, up_s1 = excluded.up_s1, down_h1 = excluded.down_h1,
          down_s1 = excluded.down_s1, variant = excluded.variant, units_done = excluded.units_done, statements_done = excluded.statements_done,
          statements_total = excluded.statements_total, run_on = excluded.run_on, finished_on = excluded.finished_on,
          failure_reason = excluded.failure_reason, failure_code = excluded.failure_code, failure_place = excluded.failure_place,
          runner = excluded.runner, tool_version = excluded.tool_version
        """;

    private readonly string _append =
        $"INSERT INTO {names.Journal} (at, kind, migration, attempt, h1, s1, detail, token, runner, tool_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private readonly string _rename = $"UPDATE {names.Rows} SET id = ? WHERE id = ?";

    private readonly string _doing = $"UPDATE {names.Owner} SET doing = ? WHERE id = 1";

    private readonly string _own =
        $"""
        INSERT INTO {names.Owner} (id, token, runner, since) VALUES (1, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET token = excluded.token, runner = excluded.runner, since = excluded.since, doing = NULL, lease_until = NULL
        """;

    private readonly string _leave = $"UPDATE {names.Owner} SET runner = NULL, doing = NULL WHERE id = 1";

    private readonly string _keepText = $"INSERT INTO {names.Texts} (h1, masked, content) VALUES (?, ?, ?) ON CONFLICT (h1) DO NOTHING";

    public void Write(HistoryWrite write, long token)
    {
        foreach (var row in write.Rows)
        {
            if (row.ReplacesId is { } former)
            {
                sql.Run(_rename, row.Row.Id, former);
            }

            if (row.Kind is RowWriteKind.Progress or RowWriteKind.Rollback or RowWriteKind.Batch)
            {
                Progress(row.Row);
            }
            else
            {
                Whole(row.Row, row.Kind == RowWriteKind.New ? _insert : _insert + Overwrite);
            }

            if (row.Kind == RowWriteKind.Rollback)
            {
                Rollback(row.Row.Id, row.Row.Rollback);
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
            Append(entry, token);
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
    public void Own(long token, DateTimeOffset now) => sql.Run(_own, sql.NewToken(token), runner.Name, sql.Time(now));

    /// <summary>Nobody is the owner; the token stays.</summary>
    public void Leave(long token, DateTimeOffset now)
    {
        sql.Run(_leave);
        Append(new JournalEntry(now, JournalKind.Released), token);
    }

    public void Append(JournalEntry entry, long token) => sql.Run(
        _append, sql.Time(entry.At), entry.Kind.Word(), entry.Migration, entry.Attempt, entry.H1, entry.S1, entry.Detail, sql.Token(token),
        runner.Name, runner.ToolVersion);

    private void Progress(HistoryRow row) => sql.Run(
        _progress, row.State.Word(), HistoryValues.List(row.UnitsDone), row.StatementsDone, Finished(row),
        row.Failure?.Reason, row.Failure?.Code, row.Failure?.Place, row.Id);

    private void Rollback(string id, RollbackProgress? progress) => sql.Run(
        _rollback, progress is null ? null : HistoryValues.List(progress.UnitsDone), progress?.StatementsDone, progress?.StatementsTotal, id);

    private void Whole(HistoryRow row, string statement) => sql.Run(
        statement, row.Id, HistoryValues.List(row.FormerIds), sql.Sequence(row.Sequence), row.State.Word(), row.Origin.Word(), row.Attempt,
        row.Text.H1, row.Text.S1, row.Text.DownH1, row.Text.DownS1, row.Text.Variant?.Word(), HistoryValues.List(row.UnitsDone),
        row.StatementsDone, row.StatementsTotal, sql.Time(row.RunOn), Finished(row),
        row.Failure?.Reason, row.Failure?.Code, row.Failure?.Place, row.Runner, row.ToolVersion);

    private object? Finished(HistoryRow row) => row.FinishedOn is { } end ? sql.Time(end) : null;
}
