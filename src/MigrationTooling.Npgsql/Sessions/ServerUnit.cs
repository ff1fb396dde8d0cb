using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Planning;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>
/// A unit in its transaction. Its statements are gathered and sent together, with BEGIN and fence before the first and the history and
/// COMMIT behind the last: a small unit is one round trip. Of a larger one, the next statements are gathered while the server works on
/// those that were sent; they are sent once it has answered, so that neither side ever waits for the other to read.
/// </summary>
internal sealed class ServerUnit : IUnit
{
    private const int MostStatements = 200;
    private const int MostCharacters = 256 * 1024;

    private readonly WorkSession _work;
    private readonly UnitStart _start;
    private Pipeline _pipeline = new();
    private Task _sent = Task.CompletedTask; // what the server works on
    private int _characters;
    private long _changed;
    private bool _isOpen;
    private bool _mayPrepare; // while nothing was sent
    private SqlStatement? _last;
    private readonly List<SqlStatement> _set = [];
    private readonly UnitRepetition _repetition;

    public ServerUnit(WorkSession work, UnitStart start)
    {
        _work = work;
        _start = start;
        _repetition = new UnitRepetition(work);
        bool wasTouched = work.BeginUnit(_pipeline);
        _mayPrepare = work.IsPrepared;
        if (work.Settings.Lease is not null)
        {
            AddFence(_pipeline);
            foreach (var statement in work.SetBefore)
            {
                _pipeline.Add(statement);
            }
        }
        else if (wasTouched)
        {
            work.Lock.Keep(_pipeline);
            work.Settings.AsOurselves(_pipeline, AddFence);
        }
        else
        {
            AddFence(_pipeline);
        }
    }

    public async ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _pipeline.Add(statement);
        _last = statement;
        if (_work.Settings.Lease is not null && SessionUse.IsOnlySetBy(statement, Dialect.PostgreSql))
        {
            _set.Add(statement);
        }

        _characters += statement.Text.Length;
        if (_pipeline.Count >= MostStatements || _characters >= MostCharacters)
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (_sent.IsFaulted)
        {
            // Nothing that is gathered now would be run.
            await _sent.ConfigureAwait(false);
        }
    }

    public async ValueTask CopyAsync(SqlStatement statement, Func<byte[], int> nextPiece, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await SendToEndAsync(cancellationToken).ConfigureAwait(false);
        _repetition.Forbid();
        _last = statement;
        try
        {
            await _work.Session.CopyAsync(statement, nextPiece, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw await FaultAsync(e, _pipeline).ConfigureAwait(false);
        }
    }

    public async ValueTask<long> CountChangedRowsAsync(CancellationToken cancellationToken)
    {
        await SendToEndAsync(cancellationToken).ConfigureAwait(false);
        return _changed;
    }

    public async ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _pipeline.Add(StepKind.Constraints, "SET CONSTRAINTS ALL IMMEDIATE");
        if (_work.Settings.Lease is not null)
        {
            PooledSession.Forget(_pipeline);
        }

        _work.Settings.Own(_pipeline);
        Fence.AddStillOurs(_pipeline, _work.Names, _work.Token);
        _work.History.Write(_pipeline, completion, _work.Token);
        if (completion.Doing is not null)
        {
            _work.Lock.Keep(_pipeline);
        }

        if (_work.Settings.Lease is { } terms)
        {
            LeaseRow.Extend(_pipeline, _work.Names, terms, _work.Token);
            PooledSession.PutBack(_pipeline);
        }

        _pipeline.IsPrepared = _mayPrepare;
        _work.AskForPrepared(_pipeline);
        _pipeline.Add(StepKind.Commit, "COMMIT");
        try
        {
            await SendToEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LostCommitException e)
        {
            return await OutcomeAsync(completion, e.Cause).ConfigureAwait(false);
        }

        _isOpen = false;
        _work.SetBefore.AddRange(_set);
        _work.Committed(completion);
        return [.. _repetition.Notes, .. _work.Session.TakeNotices()];
    }

    public async ValueTask DisposeAsync()
    {
        // Left while the server is at work, by a script that can't be read any further or by a cancellation: its answer is of no use.
        await _sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RollbackAsync().ConfigureAwait(false);
    }

    private async ValueTask RollbackAsync()
    {
        if (_isOpen)
        {
            _isOpen = false;
            await _work.RollbackAsync().ConfigureAwait(false);
        }
    }

    private void AddFence(Pipeline pipeline) => Fence.Add(pipeline, _work.Names, _work.Token, _start.Row);

    private async ValueTask SendToEndAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await _sent.ConfigureAwait(false);
    }

    /// <summary>Sends what was gathered, once what was sent before is done.</summary>
    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await _sent.ConfigureAwait(false);
        var pipeline = _pipeline;
        _pipeline = new Pipeline();
        _characters = 0;
        _mayPrepare = false;
        _isOpen = true;
        _repetition.Take(pipeline);
        _sent = RunAsync(pipeline, cancellationToken);
    }

    private async Task RunAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
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
                pipeline = await _repetition.AgainAsync(e, cancellationToken).ConfigureAwait(false);
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
            if (!await CommittedRow.IsThereAsync(_work, completion).ConfigureAwait(false))
            {
                throw new DatabaseFaultException(
                    new DatabaseFault.Commit($"The connection broke before the commit, and the unit was rolled back: {error.Message}", error.Code) { Remedy = "See that the server runs and can be reached" }, error);
            }

            _work.Committed(completion);
            return ["The connection broke while this was committed. It was looked up: it is committed."];
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

        await RollbackAsync().ConfigureAwait(false);
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
