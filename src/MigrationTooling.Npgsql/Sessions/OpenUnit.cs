using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>A unit whose statements can't be in a transaction: the fence is passed before it, each statement commits by itself, and the history is written behind it.</summary>
internal sealed class OpenUnit(WorkSession work, UnitStart start) : IUnit
{
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        var pipeline = new Pipeline();
        work.Settings.Begin(pipeline);
        work.Settings.Own(pipeline);
        Fence.Add(pipeline, work.Names, work.Token, start.Row);
        if (start.Intent is { } intent)
        {
            work.History.Write(pipeline, intent, work.Token);
        }

        if (work.Settings.Lease is { } terms)
        {
            LeaseRow.Extend(pipeline, work.Names, terms, work.Token);
        }

        pipeline.Add(StepKind.Commit, "COMMIT").Barrier();
        work.Settings.WithoutLockTimeout(pipeline);
        try
        {
            await work.RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            await work.RollbackAsync().ConfigureAwait(false);
            throw Fence.IsRefusal(e, StepKind.Fence)
                ? await Fence.LostAsync(work.Session, work.Names, work.Token, start.Row.Id, e).ConfigureAwait(false)
                : ServerFaults.From(e, work.Blockers);
        }
    }

    public async ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        work.Touched();
        if (start.Intent is not null && !IsHarmlessTwice(statement))
        {
            await work.Lock.HoldAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await work.RunAsync(new Pipeline().Add(statement, work.Settings.Mark), cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.OfUnit(e, work.Blockers);
        }
    }

    public async ValueTask CopyAsync(SqlStatement statement, Func<byte[], int> nextPiece, CancellationToken cancellationToken)
    {
        work.Touched();
        try
        {
            await work.Session.CopyAsync(statement, nextPiece, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.OfUnit(e);
        }
    }

    public ValueTask<long> CountChangedRowsAsync(CancellationToken cancellationToken) => new(0);

    // The statement is done whether or not somebody cancels now.
    public async ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken)
    {
        var notes = await RecordAsync(completion).ConfigureAwait(false);
        work.Committed(completion);
        return notes;
    }

    public ValueTask DisposeAsync() => work.Lock.LetGoAsync();

    private async ValueTask<IReadOnlyList<string>> RecordAsync(HistoryWrite completion)
    {
        try
        {
            await work.Lock.LetGoAsync().ConfigureAwait(false);
            await WriteAsync(completion).ConfigureAwait(false);
            return work.Session.TakeNotices();
        }
        catch (DatabaseFaultException) when (!work.Session.IsOpen)
        {
            return await OutcomeAsync(completion).ConfigureAwait(false);
        }
    }

    private ValueTask WriteAsync(HistoryWrite completion) => work.WriteWithinAsync(
        pipeline =>
        {
            work.History.Write(pipeline, completion, work.Token);
            work.Settings.WithLockTimeout(pipeline);
        },
        CancellationToken.None);

    /// <summary>The connection broke while what the statement did was recorded: once the old session is gone, the row tells whether it was; else it is recorded now.</summary>
    private async ValueTask<IReadOnlyList<string>> OutcomeAsync(HistoryWrite completion)
    {
        await work.EnsureOpenAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (await CommittedRow.IsThereAsync(work, completion).ConfigureAwait(false))
            {
                return ["The connection broke while this was recorded. It was looked up: it is recorded."];
            }
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }

        await WriteAsync(completion).ConfigureAwait(false);
        return ["The connection broke before this was recorded, and it was recorded then."];
    }

    // An index that is rebuilt twice is an index; and to rebuild all of a schema takes the history's own, which must not be locked then.
    private static bool IsHarmlessTwice(SqlStatement statement) => statement.Keywords is ["REINDEX", ..];
}
