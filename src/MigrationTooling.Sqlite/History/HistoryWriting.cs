using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.History;

/// <summary>Writes the history inside the caller's transaction, behind the caller's fence.</summary>
internal sealed class HistoryWriting(SqliteDatabase database, HistoryNames names, RunnerIdentity runner)
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

    private readonly string _keepText = $"INSERT INTO {names.Texts} (h1, masked, content) VALUES (?, ?, ?) ON CONFLICT (h1) DO NOTHING";

    public void Write(HistoryWrite write, long token)
    {
        foreach (var row in write.Rows)
        {
            if (row.ReplacesId is { } former)
            {
                database.Cursor(_rename).Bind(row.Row.Id, former).Run();
            }

            if (row.Kind == RowWriteKind.Progress)
            {
                Progress(row.Row);
            }
            else
            {
                Whole(row.Row, row.Kind == RowWriteKind.New ? _insert : _insert + Overwrite);
            }
        }

        foreach (var entry in write.Journal)
        {
            Append(entry, token);
        }

        foreach (var text in write.Texts)
        {
            database.Cursor(_keepText).Bind(text.H1, text.IsMasked ? 1 : 0, HistoryValues.Content(text.Text)).Run();
        }

        if (write.Doing is not null)
        {
            database.Cursor(_doing).Bind(write.Doing).Run();
        }
    }

    public void Append(JournalEntry entry, long token) =>
        database.Cursor(_append).Bind(
            HistoryValues.Time(entry.At), entry.Kind.Word(), entry.Migration, entry.Attempt, entry.H1, entry.S1, entry.Detail, token,
            runner.Name, runner.ToolVersion).Run();

    private void Progress(HistoryRow row) =>
        database.Cursor(_progress).Bind(
            row.State.Word(), HistoryValues.List(row.UnitsDone), row.StatementsDone, Finished(row),
            row.Failure?.Reason, row.Failure?.Code, row.Failure?.Place, row.Id).Run();

    private void Whole(HistoryRow row, string sql) =>
        database.Cursor(sql).Bind(
            row.Id, HistoryValues.List(row.FormerIds), row.Sequence, row.State.Word(), row.Origin.Word(), row.Attempt,
            row.Text.H1, row.Text.S1, row.Text.DownH1, row.Text.DownS1, row.Text.Variant?.Word(), HistoryValues.List(row.UnitsDone),
            row.StatementsDone, row.StatementsTotal, HistoryValues.Time(row.RunOn), Finished(row),
            row.Failure?.Reason, row.Failure?.Code, row.Failure?.Place, row.Runner, row.ToolVersion).Run();

    private static string? Finished(HistoryRow row) => row.FinishedOn is { } end ? HistoryValues.Time(end) : null;
}
