using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>
/// A unit in its transaction. Its statements are gathered and sent together, with BEGIN and fence before the first and the history and
/// COMMIT behind the last: a small unit is one round trip.
/// </summary>
internal sealed class ServerUnit : IUnit
{
    private const int MostStatements = 200;
    private const int MostCharacters = 256 * 1024;

    private readonly WorkSession _work;
    private readonly UnitStart _start;
    private Pipeline _pipeline = new();
    private int _characters;
    private long _changed;
    private bool _isOpen;
    private SqlStatement? _last;
    private readonly UnitRepetition _repetition;

    public ServerUnit(WorkSession work, UnitStart start)
    {
        _work = work;
        _start = start;
        _repetition = new UnitRepetition(work);
        _pipeline.Add(StepKind.Plumbing, "BEGIN");
        if (work.IsTouched)
        {
            work.Settings.AsOurselves(_pipeline, AddFence);
        }
        else
        {
            AddFence(_pipeline);
        }

        work.Touched();
    }

    public async ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _pipeline.Add(statement);
        _last = statement;
        _characters += statement.Text.Length;
        if (_pipeline.Count >= MostStatements || _characters >= MostCharacters)
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CopyAsync(SqlStatement statement, Func<string?> nextLine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await SendAsync(cancellationToken).ConfigureAwait(false);
        _repetition.Forbid();
        _last = statement;
        try
        {
            await _work.Session.CopyAsync(statement, nextLine, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw await FaultAsync(e, _pipeline).ConfigureAwait(false);
        }
    }

    public async ValueTask<long> CountChangedRowsAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        return _changed;
    }

    public async ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _pipeline.Add(StepKind.Constraints, "SET CONSTRAINTS ALL IMMEDIATE");
        _work.Settings.Own(_pipeline);
        Fence.AddStillOurs(_pipeline, _work.Names, _work.Token);
        _work.History.Write(_pipeline, completion, _work.Token);
        _pipeline.Add(StepKind.Commit, "COMMIT");
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LostCommitException e)
        {
            return await OutcomeAsync(completion, e.Cause).ConfigureAwait(false);
        }

        _isOpen = false;
        return [.. _repetition.Notes, .. _work.Session.TakeNotices()];
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOpen)
        {
            _isOpen = false;
            await _work.Session.RollbackAsync().ConfigureAwait(false);
        }
    }

    private void AddFence(Pipeline pipeline) => Fence.Add(pipeline, _work.Names, _work.Token, _start.Row);

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var pipeline = _pipeline;
        _pipeline = new Pipeline();
        _characters = 0;
        _isOpen = true;
        _repetition.Take(pipeline);
        while (true)
        {
            try
            {
                await _work.RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
                _changed += pipeline.ChangedRows;
                return;
            }
            catch (ServerError e) when (_repetition.Allows(e))
            {
                pipeline = await _repetition.AgainAsync(cancellationToken).ConfigureAwait(false);
                _changed = 0;
            }
            catch (ServerError e)
            {
                throw await FaultAsync(e, pipeline).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The connection broke, and the COMMIT may have reached the server: once the old session is gone, the row tells.</summary>
    private async ValueTask<IReadOnlyList<string>> OutcomeAsync(HistoryWrite completion, ServerError error)
    {
        _isOpen = false;
        await _work.EnsureOpenAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await CommittedRow.IsThereAsync(_work, completion).ConfigureAwait(false)
                ? ["The connection broke while this was committed. It was looked up: it is committed."]
                : throw new DatabaseFaultException(
                    new DatabaseFault.Commit($"The connection broke before the commit, and the unit was rolled back: {error.Message}", error.Code) { Remedy = "See that the server runs and can be reached" }, error);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    /// <summary>Carries a break in a pipeline that ends with COMMIT to where it is looked up.</summary>
    private sealed class LostCommitException(ServerError cause) : Exception(cause.Message, cause)
    {
        public ServerError Cause => cause;
    }

    private async ValueTask<Exception> FaultAsync(ServerError error, Pipeline pipeline)
    {
        // Where the server itself said which command it ended at, it never came to the COMMIT behind it.
        if (!_work.Session.IsOpen && pipeline.Commits && error is not { Refusal: not null, Step.Kind: not StepKind.Commit })
        {
            return new LostCommitException(error);
        }

        await DisposeAsync().ConfigureAwait(false);
        if (Fence.IsRefusal(error, StepKind.Fence))
        {
            return await Fence.LostAsync(_work.Session, _work.Names, _work.Token, _start.Row.Id, error).ConfigureAwait(false);
        }

        return Fence.IsRefusal(error, StepKind.StillOurs) && Culprit(pipeline) is { } culprit
            ? new DatabaseFaultException(new DatabaseFault.TransactionEnded("The transaction of this unit was ended, and not by an error.", culprit), error)
            : ServerFaults.OfUnit(error, _work.Blockers);
    }

    private SqlStatement? Culprit(Pipeline pipeline) =>
        pipeline.LastStatement(s => s.Text.Contains("COMMIT", StringComparison.OrdinalIgnoreCase) || s.Text.Contains("ROLLBACK", StringComparison.OrdinalIgnoreCase)) ?? _last;
}
