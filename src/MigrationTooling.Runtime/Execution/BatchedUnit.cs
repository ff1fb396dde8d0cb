using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>What a batched unit asks of the run that it is part of.</summary>
/// <param name="Begin">Opens a transaction behind the fence.</param>
/// <param name="Complete">The step that completes the migration.</param>
/// <param name="Commit">Commits a unit with its step.</param>
/// <param name="Observe">Tells what happened.</param>
/// <param name="Clock">The run's clock.</param>
internal sealed record BatchSurroundings(
    Func<HistoryRow, CancellationToken, ValueTask<IUnit>> Begin,
    Func<HistoryRow, RowStep> Complete,
    Func<IUnit, RowStep, CancellationToken, Task> Commit,
    Action<MigrationEvent> Observe,
    TimeProvider Clock);

/// <summary>
/// Runs a script's one statement again and again, each time in a transaction that commits with how far it is, until it changes no row. The
/// statement finds by itself what is left, so a run that was interrupted goes on where the last commit was.
/// </summary>
internal sealed class BatchedUnit(Batching batching, SqlStatement statement, BatchSurroundings run)
{
    /// <summary>Runs one batch; the row is completed where it found nothing left.</summary>
    public async Task<HistoryRow> RunBatchAsync(HistoryRow row, CancellationToken cancellationToken)
    {
        var unit = await run.Begin(row, cancellationToken).ConfigureAwait(false);
        await using (unit.ConfigureAwait(false))
        {
            await unit.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
            long rows = await unit.CountChangedRowsAsync(cancellationToken).ConfigureAwait(false);
            if (rows > batching.Rows)
            {
                throw new DatabaseFaultException(new DatabaseFault.Statement(TooMany(rows), null, statement, null)
                {
                    Hint = $"Limit the rows it finds: WHERE id IN (SELECT id FROM … WHERE … LIMIT {batching.Rows})",
                });
            }

            var step = rows == 0 ? run.Complete(row) : RowSteps.BatchDone(row, rows);
            await run.Commit(unit, step, cancellationToken).ConfigureAwait(false);
            if (rows > 0)
            {
                run.Observe(new MigrationEvent.BatchCommitted(row.Id, step.Row.Batches!));
            }

            return step.Row;
        }
    }

    /// <summary>Between two batches a run may end; what is committed stays.</summary>
    public async Task PauseAsync(CancellationToken stopAfterUnit, CancellationToken cancellationToken)
    {
        stopAfterUnit.ThrowIfCancellationRequested();
        if (batching.Pause > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopAfterUnit, cancellationToken);
            await Task.Delay(batching.Pause, run.Clock, either.Token).ConfigureAwait(false);
        }
    }

    private string TooMany(long rows) => string.Format(
        CultureInfo.InvariantCulture, "The statement changed {0:N0} rows in one transaction, and batch:{1} allows {1:N0}.", rows, batching.Rows);
}
