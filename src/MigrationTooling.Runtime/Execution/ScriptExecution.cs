using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>
/// Runs the units of one script, each with its history write. The intent is committed already. Whatever ends it, the row says what
/// is done.
/// </summary>
internal sealed class ScriptExecution(IDatabaseRunner runner, Dialect dialect, MigratorOptions options, ScriptWork work)
{
    private readonly List<MigrationEvent> _committed = []; // what is to tell of a step that is committed
    private bool _isOpen; // the script; it may be gone since it was planned
    private OutsideUnit? _outside; // around the statement that is running, where it can't be in a transaction

    private ScriptPlan Plan => work.Plan;

    /// <summary>Runs it and gives the session back as it was; the failure where it failed. A cancelled one is rolled back, recorded, and thrown.</summary>
    /// <param name="row">The row as the intent left it.</param>
    /// <param name="stopAfterUnit">Asks to end between two units.</param>
    /// <param name="cancellationToken">Cancels the statement itself.</param>
    public async Task<MigrationFailure?> RunAsync(HistoryRow row, CancellationToken stopAfterUnit, CancellationToken cancellationToken)
    {
        work.Begun();
        TextReader? text = null;
        (row, var failure) = await AttemptAsync(row, work.From, from =>
        {
            text = work.Script.OpenText();
            return Task.FromResult(from);
        }).ConfigureAwait(false);
        if (text is null)
        {
            return failure;
        }

        _isOpen = true;
        using var capture = new ScriptCapture(text);
        using var reader = new UnitReader(capture, work.Script.Start, dialect, Plan);
        failure = Plan.Batching is { } batching
            ? await RunBatchesAsync(reader, capture, row, batching, stopAfterUnit, cancellationToken).ConfigureAwait(false)
            : await RunUnitsAsync(reader, capture, row, stopAfterUnit, cancellationToken).ConfigureAwait(false);
        if (Plan.LeavesSessionState)
        {
            await runner.ResetSessionAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return failure;
    }

    private async Task<MigrationFailure?> RunUnitsAsync(
        UnitReader reader, ScriptCapture capture, HistoryRow row, CancellationToken stopAfterUnit, CancellationToken cancellationToken)
    {
        if (row.InDoubt is { } image && Plan.Units[work.From].Kind == OutsideKind.None && runner.Probe is { } probe)
        {
            (row, var unsettled) = await AttemptAsync(row, work.From, from => SettleEditedAsync(probe, from, image, cancellationToken)).ConfigureAwait(false);
            if (unsettled is not null)
            {
                return unsettled;
            }
        }

        for (int i = 0; i < Plan.Units.Count; i++)
        {
            if (i > work.From)
            {
                stopAfterUnit.ThrowIfCancellationRequested();
            }

            (row, var failed) = i < work.From
                ? await AttemptAsync(row, work.From, from => PassOverAsync(reader, from, i, cancellationToken)).ConfigureAwait(false)
                : await AttemptAsync(row, i, from => RunUnitAsync(reader, capture, from, i, cancellationToken)).ConfigureAwait(false);
            if (failed is not null)
            {
                return failed;
            }
        }

        return null;
    }

    private async Task<MigrationFailure?> RunBatchesAsync(
        UnitReader reader, ScriptCapture capture, HistoryRow row, Batching batching, CancellationToken stopAfterUnit, CancellationToken cancellationToken)
    {
        var run = new BatchSurroundings(
            (from, token) => BeginUnitAsync(from, 0, token), from => Completing(work.Steps.UnitDone(from, 0, capture, Now()), 0),
            (unit, step, token) => CommitAsync(unit, step, row.Id, 0, token), _committed.Add, options.TimeProvider);
        BatchedUnit? unit = null;
        while (row.State == MigrationState.InProgress)
        {
            (row, var failure) = await AttemptAsync(row, 0, from =>
            {
                unit ??= new BatchedUnit(batching, ReadOnlyStatement(reader, 0), run);
                return unit.RunBatchAsync(from, cancellationToken);
            }).ConfigureAwait(false);
            if (failure is not null)
            {
                return failure;
            }

            if (row.State == MigrationState.InProgress)
            {
                await unit!.PauseAsync(stopAfterUnit, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    private SqlStatement ReadOnlyStatement(UnitReader reader, int unit)
    {
        _ = reader.TryRead(unit, out var statement);
        return reader.IsAsPlanned(unit, work.Script.H1) && statement is not null ? statement : throw Changed();
    }

    /// <summary>Takes one step; whatever ends it is recorded.</summary>
    private async Task<(HistoryRow Row, MigrationFailure? Failure)> AttemptAsync(HistoryRow row, int unit, Func<HistoryRow, Task<HistoryRow>> step)
    {
        try
        {
            row = await step(row).ConfigureAwait(false);
        }
        catch (DatabaseFaultException e) when (e.Fault is not (DatabaseFault.FenceLost or DatabaseFault.FileReplaced or DatabaseFault.Undecided))
        {
            return (row, await RecordFailureAsync(e.Fault, row, unit).ConfigureAwait(false));
        }
        catch (Exception e) when (ScriptFault.IsOfReading(e))
        {
            return (row, await RecordFailureAsync(ScriptFault.Of(e), row, unit).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            await runner.WriteAsync(Ended(row, from => work.Steps.Cancelled(from, Now())), CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        // Outside of the step: whoever is told may fail, and what is committed has not.
        _committed.ForEach(Observe);
        _committed.Clear();
        return (row, null);
    }

    /// <summary>The statement in doubt was edited since into one that can be in a transaction: its leftovers are put away before that runs.</summary>
    private async Task<HistoryRow> SettleEditedAsync(IStatementProbe probe, HistoryRow row, PreImage image, CancellationToken cancellationToken)
    {
        _outside = new OutsideUnit(probe, Plan.Units[work.From], work.From, options.TimeProvider);
        var (_, proof) = await _outside.SettleAsync(row, image, cancellationToken).ConfigureAwait(false);
        Observe(new MigrationEvent.Noted(row.Id, proof));
        var settled = RowSteps.Settled(row, proof, Now());
        await runner.WriteAsync(settled.Write, cancellationToken).ConfigureAwait(false);
        _outside = null;
        return settled.Row;
    }

    /// <summary>One statement that can't be in a transaction: looked around, written down, run, and what became of it written behind it.</summary>
    private async Task<HistoryRow> RunOutsideAsync(
        IStatementProbe probe, UnitReader reader, ScriptCapture capture, HistoryRow row, int index, CancellationToken cancellationToken)
    {
        var statement = ReadOnlyStatement(reader, index);
        _outside = new OutsideUnit(probe, Plan.Units[index], index, options.TimeProvider);
        bool isDone = false;
        JournalEntry? recovered = null;
        if (row.InDoubt is { } left)
        {
            (isDone, string proof) = await _outside.SettleAsync(row, left, cancellationToken).ConfigureAwait(false);
            Observe(new MigrationEvent.Noted(row.Id, proof));
            recovered = RowSteps.Entry(row, JournalKind.Recovered, Now(), proof);
        }

        var image = isDone ? null : await _outside.ImageAsync(statement, cancellationToken).ConfigureAwait(false);
        var intent = image is null ? null : RowSteps.After(recovered, RowSteps.StatementIntent(row, image, Now()));
        var unit = await BeginUnitAsync(row, index, cancellationToken, intent?.Write).ConfigureAwait(false);
        await using (unit.ConfigureAwait(false))
        {
            try
            {
                if (!isDone)
                {
                    _outside.Sending(image);
                    await unit.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (image is not null && e is DatabaseFaultException or OperationCanceledException)
            {
                await _outside.FailedAsync(image!).ConfigureAwait(false);
                throw;
            }

            _outside.Ran();
            Observe(new MigrationEvent.StatementRan(row.Id, work.Steps.StatementsDone(row) + 1, Plan.Statements, statement.Place, reader.BytesRead));
            var done = work.Steps.UnitDone(row with { InDoubt = null }, index, capture, Now());
            done = image is null && row.InDoubt is null ? done : RowSteps.WithDoubt(intent is null ? RowSteps.After(recovered, done) : done);
            await CommitAsync(unit, Completing(done, index), row.Id, index, CancellationToken.None).ConfigureAwait(false); // the statement is done whoever cancels now
            _outside = null;
            return done.Row;
        }
    }

    private async Task<HistoryRow> RunUnitAsync(UnitReader reader, ScriptCapture capture, HistoryRow row, int index, CancellationToken cancellationToken)
    {
        if (Plan.Units[index].Kind != OutsideKind.None && runner.Probe is { } probe)
        {
            return await RunOutsideAsync(probe, reader, capture, row, index, cancellationToken).ConfigureAwait(false);
        }

        var unit = await BeginUnitAsync(row, index, cancellationToken).ConfigureAwait(false);
        await using (unit.ConfigureAwait(false))
        {
            int number = work.Steps.StatementsDone(row);
            var ahead = new ReadAhead(reader, index, work.Script.Length >= ReadAhead.WorthIt);
            await using var reading = ahead.ConfigureAwait(false);
            while (await ahead.NextAsync().ConfigureAwait(false) is { } statement)
            {
                if (statement.HasCopyData)
                {
                    await unit.CopyAsync(statement, reader.ReadCopyData, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await unit.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
                }

                number++;
                Observe(new MigrationEvent.StatementRan(row.Id, number, Plan.Statements, statement.Place, reader.BytesRead));
            }

            if (!reader.IsAsPlanned(index, work.Script.H1))
            {
                throw Changed();
            }

            var done = work.Steps.UnitDone(row, index, capture, Now());
            await CommitAsync(unit, Completing(done, index), row.Id, index, cancellationToken).ConfigureAwait(false);
            return done.Row;
        }
    }

    /// <summary>The step of a unit; with that of the last goes the intent of what runs next.</summary>
    private RowStep Completing(RowStep done, int index) => index == Plan.Units.Count - 1 && work.Next is { } next ? next.With(done) : done;

    private async Task CommitAsync(IUnit unit, RowStep step, string id, int index, CancellationToken cancellationToken)
    {
        var notes = await unit.CommitAsync(step.Write, cancellationToken).ConfigureAwait(false);
        work.Next?.Committed();
        _committed.AddRange(notes.Select(note => new MigrationEvent.Noted(id, note)));
        if (index < Plan.Units.Count - 1)
        {
            _committed.Add(new MigrationEvent.UnitCompleted(id, index + 1, Plan.Units.Count));
        }
    }

    private ValueTask<IUnit> BeginUnitAsync(HistoryRow row, int index, CancellationToken cancellationToken, HistoryWrite? intent = null) => runner.BeginUnitAsync(
        new UnitStart(row, Plan.ForeignKeys, Plan.Units[index].InTransaction)
        {
            Intent = intent,
            IsFirst = index == work.From,
            IsLast = !Plan.Units.Skip(index + 1).Any(u => u.InTransaction),
            IsNamedLater = work.IsNamedLater,
            IsLeftBehind = work.IsLeftBehind,
        },
        cancellationToken);

    private async Task<MigrationFailure> RecordFailureAsync(DatabaseFault fault, HistoryRow row, int unit)
    {
        // What ran in a transaction that ended by itself may be kept: counted as kept, so that nobody runs it twice.
        int kept = fault is DatabaseFault.TransactionEnded ? Plan.Units[unit].Statements : 0;
        int done = work.Steps.StatementsDone(row);
        string left = _isOpen ? LeftBehind.Words(row, Plan, unit, done, kept, _outside?.LeftBehind) : LeftBehind.Unopened(row, Plan, unit, done);
        var failure = FailureReport.Of(fault, row.Id, work.Script.Path, Plan.Units[unit], left, CopyPlace.Of(fault, work.Script, dialect));
        try
        {
            await runner.WriteAsync(Ended(row, from => work.Steps.Failed(from, FailureReport.Row(failure), kept, Now())), CancellationToken.None).ConfigureAwait(false);
        }
        catch (DatabaseFaultException e) when (e.Fault is not (DatabaseFault.FenceLost or DatabaseFault.FileReplaced or DatabaseFault.Undecided))
        {
            // The intent stays in its place, and it promises no more than the failure would.
            failure = failure with { Details = [.. failure.Details, $"The failure itself could not be recorded: {e.Fault.Message}"] };
        }

        return failure;
    }

    /// <summary>The write that ends an attempt; a statement that can't be in a transaction stays in doubt where nobody could say what it left.</summary>
    private HistoryWrite Ended(HistoryRow row, Func<HistoryRow, RowStep> step) => _outside is null
        ? step(row).Write
        : RowSteps.WithDoubt(step(row with { InDoubt = _outside.Unsettled })).Write;

    /// <summary>A committed unit is not run again; what it set in its session, which is gone, is.</summary>
    private async Task<HistoryRow> PassOverAsync(UnitReader reader, HistoryRow row, int unit, CancellationToken cancellationToken)
    {
        foreach (var statement in reader.PassOver(unit))
        {
            await runner.RestoreSessionAsync(statement, cancellationToken).ConfigureAwait(false);
        }

        return row;
    }

    private static DatabaseFaultException Changed() => new(new DatabaseFault.Other("The script changed after it was planned.", null));

    private DateTimeOffset Now() => options.TimeProvider.GetUtcNow();

    private void Observe(MigrationEvent migrationEvent) => options.Observer?.Observe(migrationEvent);
}
