using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>A migration of a run.</summary>
/// <param name="Planned">The migration.</param>
/// <param name="Script">How its up script is run.</param>
/// <param name="Sequence">Its place in the order of this database.</param>
/// <param name="Number">Its number in this run, from 1.</param>
/// <param name="Count">How many run.</param>
/// <param name="IsNamedLater">Whether a later pending migration names a table.</param>
internal sealed record Assignment(PlannedMigration Planned, ScriptPlan Script, long Sequence, int Number, int Count, Func<string, bool> IsNamedLater);

/// <summary>
/// Runs one migration: the intent is committed, then each unit with its history write. Whatever ends it, the row says what is
/// applied.
/// </summary>
internal sealed class MigrationRun(IDatabaseRunner runner, RunnerIdentity identity, Dialect dialect, MigratorOptions options, Assignment assignment)
{
    private static readonly ActivitySource Source = new("MigrationTooling");

    private PlannedMigration Migration => assignment.Planned;

    private ScriptPlan Script => assignment.Script;

    /// <summary>Applies it; the failure where it failed. A cancelled one is rolled back, recorded, and thrown.</summary>
    /// <param name="stopAfterUnit">Asks to end between two units.</param>
    /// <param name="cancellationToken">Cancels the statement itself.</param>
    public async Task<MigrationFailure?> ApplyAsync(CancellationToken stopAfterUnit, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("migrate " + Migration.Migration.Id);
        activity?.SetTag("migration.id", Migration.Migration.Id).SetTag("migration.attempt", (Migration.Row?.Attempt ?? 0) + 1);
        long start = options.TimeProvider.GetTimestamp();
        int from = RecoveryPlanner.Decide(Migration.Row, Script) is RecoveryDecision.RunFrom { Unit: var unit } ? unit : 0;
        var row = RowSteps.Intent(Migration, Script, from, assignment.Sequence, identity, Now());
        await runner.WriteAsync(RowSteps.Write(row, JournalKind.Intent, row.RunOn), cancellationToken).ConfigureAwait(false);
        Observe(new MigrationEvent.MigrationStarted(row.Id, assignment.Number, assignment.Count, Script.Statements, row.Attempt));

        var failure = await RunUnitsAsync(row, from, stopAfterUnit, cancellationToken).ConfigureAwait(false);
        if (Script.LeavesSessionState)
        {
            await runner.ResetSessionAsync(CancellationToken.None).ConfigureAwait(false);
        }

        if (failure is null)
        {
            Observe(new MigrationEvent.MigrationCompleted(row.Id, options.TimeProvider.GetElapsedTime(start)));
        }
        else
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            Observe(new MigrationEvent.MigrationFailed(failure));
        }

        return failure;
    }

    private async Task<MigrationFailure?> RunUnitsAsync(HistoryRow row, int from, CancellationToken stopAfterUnit, CancellationToken cancellationToken)
    {
        using var capture = new ScriptCapture(Migration.Up.OpenText());
        using var reader = new UnitReader(capture, Migration.Up.Start, dialect, Script);
        for (int i = 0; i < Script.Units.Count; i++)
        {
            if (i < from)
            {
                PassOver(reader, i);
                continue;
            }

            if (i > from)
            {
                stopAfterUnit.ThrowIfCancellationRequested();
            }

            try
            {
                row = await RunUnitAsync(reader, capture, row, i, i == from, cancellationToken).ConfigureAwait(false);
            }
            catch (DatabaseFaultException e) when (e.Fault is not DatabaseFault.FenceLost)
            {
                return await RecordFailureAsync(e.Fault, row, i).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                return await RecordFailureAsync(new DatabaseFault.Other($"The script can't be read: {e.Message}", null), row, i).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await RecordCancellationAsync(row).ConfigureAwait(false);
                throw;
            }
        }

        return null;
    }

    private async Task<HistoryRow> RunUnitAsync(
        UnitReader reader, ScriptCapture capture, HistoryRow row, int index, bool isFirst, CancellationToken cancellationToken)
    {
        var planned = Script.Units[index];
        bool isLast = index == Script.Units.Count - 1;
        var start = new UnitStart(row, Script.ForeignKeys, planned.InTransaction)
        {
            IsFirst = isFirst,
            IsLast = !Script.Units.Skip(index + 1).Any(u => u.InTransaction),
            IsNamedLater = assignment.IsNamedLater,
        };
        var unit = await runner.BeginUnitAsync(start, cancellationToken).ConfigureAwait(false);
        await using (unit.ConfigureAwait(false))
        {
            int number = row.StatementsDone;
            while (reader.TryRead(index, out var statement))
            {
                await unit.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
                number++;
                Observe(new MigrationEvent.StatementRan(row.Id, number, Script.Statements, statement.Place));
            }

            if (!reader.IsAsPlanned(index, Migration.Up.H1))
            {
                throw new DatabaseFaultException(new DatabaseFault.Other("The script changed after it was planned.", null));
            }

            var now = Now();
            var done = RowSteps.UnitDone(row, planned, isLast, Script.Units.Count == 1, now);
            var write = RowSteps.Write(done, isLast ? JournalKind.Completed : JournalKind.UnitCompleted, now);
            if (isLast && Migration.Up.Options.Store)
            {
                write = write with { Texts = capture.Texts(Migration) };
            }

            foreach (string note in await unit.CommitAsync(write, cancellationToken).ConfigureAwait(false))
            {
                Observe(new MigrationEvent.Noted(row.Id, note));
            }

            if (!isLast)
            {
                Observe(new MigrationEvent.UnitCompleted(row.Id, index + 1, Script.Units.Count));
            }

            return done;
        }
    }

    private async Task<MigrationFailure> RecordFailureAsync(DatabaseFault fault, HistoryRow row, int unit)
    {
        // What ran in a transaction that ended by itself may be kept: counted as kept, so that nobody runs it twice.
        int kept = fault is DatabaseFault.TransactionEnded ? Script.Units[unit].Statements : 0;
        var failure = FailureReport.Of(fault, Migration, Script.Units[unit], LeftBehind(row, unit, kept));
        var now = Now();
        var failed = RowSteps.Failed(row, FailureReport.Row(failure), kept, now);
        try
        {
            await runner.WriteAsync(RowSteps.Write(failed, JournalKind.Failed, now, failure.Message), CancellationToken.None).ConfigureAwait(false);
        }
        catch (DatabaseFaultException e) when (e.Fault is not DatabaseFault.FenceLost)
        {
            // The intent stays in its place, and it promises no more than the failure would.
            failure = failure with { Details = [.. failure.Details, $"The failure itself could not be recorded: {e.Fault.Message}"] };
        }

        return failure;
    }

    private async Task RecordCancellationAsync(HistoryRow row)
    {
        var now = Now();
        var cancelled = RowSteps.Failed(row, new RowFailure("Cancelled by the operator.", null, null), 0, now);
        await runner.WriteAsync(RowSteps.Write(cancelled, JournalKind.Cancelled, now), CancellationToken.None).ConfigureAwait(false);
    }

    private string LeftBehind(HistoryRow row, int unit, int kept) =>
        kept > 0 ? "Its transaction ended under it: what ran before may be kept or not."
        : unit == 0 ? "Nothing: its transaction was rolled back."
        : $"Its first {row.StatementsDone} of {Script.Statements} statements are committed (units 1 to {unit} of {Script.Units.Count}); unit {unit + 1} was rolled back.";

    private static void PassOver(UnitReader reader, int unit)
    {
        while (reader.TryRead(unit, out _))
        {
            // Committed by an earlier attempt, and its hash was compared when the run was planned.
        }

        reader.IsAsPlanned(unit, "");
    }

    private DateTimeOffset Now() => options.TimeProvider.GetUtcNow();

    private void Observe(MigrationEvent migrationEvent) => options.Observer?.Observe(migrationEvent);
}
