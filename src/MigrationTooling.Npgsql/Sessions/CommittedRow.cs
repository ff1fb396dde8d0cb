using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>Whether a unit is committed: its row is committed with it, so the row says it.</summary>
internal static class CommittedRow
{
    /// <summary>Looks; only once the session that wrote it is gone.</summary>
    /// <exception cref="DatabaseFaultException">Somebody else became the owner meanwhile.</exception>
    public static async ValueTask<bool> IsThereAsync(WorkSession work, HistoryWrite completion)
    {
        var place = await HistoryPlace.FindAsync(work.Session, new Pipeline(), work.Names.Schema, work.Names.Table, CancellationToken.None).ConfigureAwait(false);
        var answers = await work.Session.ReadAsync(HistoryReading.AddTables(new Pipeline(), place), CancellationToken.None).ConfigureAwait(false);
        var snapshot = HistoryReading.Tables(place, answers);
        if (snapshot.Owner?.Token != work.Token)
        {
            throw new DatabaseFaultException(new DatabaseFault.FenceLost($"Another runner took over: {snapshot.Owner?.Runner ?? "nobody we know"}.", snapshot.Owner?.Runner));
        }

        // The first is the unit's own. Another is an intent that was committed with it, and need not be looked at.
        var written = completion.Rows[0].Row;
        return snapshot.Rows.Any(row => IsSame(row, written));
    }

    private static bool IsSame(HistoryRow row, HistoryRow written) =>
        row.Id == written.Id && row.State == written.State && row.Attempt == written.Attempt && row.StatementsDone == written.StatementsDone
        && row.UnitsDone.Equals(written.UnitsDone) && Equals(row.Batches, written.Batches) && Equals(row.Rollback, written.Rollback);
}
