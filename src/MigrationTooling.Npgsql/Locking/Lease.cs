using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Sessions;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>
/// The run lock where no server session is ours for longer than a transaction: a lease in the owner row, taken with the ownership and
/// lengthened by a second connection. Nothing rests on the heartbeat being in time: a holder that was taken over is stopped by the fence.
/// </summary>
internal sealed class Lease(ServerAddress address, HistoryNames names, string runner, NpgsqlProviderOptions options) : IRunnerLock, IDisposable
{
    // The last of a pipeline in an open transaction: a query there would keep its snapshot until the next command, and CONCURRENTLY waits for it.
    private const string Stay = "SET LOCAL idle_in_transaction_session_timeout = 0";

    private readonly SemaphoreSlim _one = new(1);
    private CancellationTokenSource? _ended;
    private ServerSession? _session;
    private Task? _beating;
    private long _token;
    private bool _isHolding;

    public LeaseTerms Terms { get; } = new(options.LeaseLength);

    public async ValueTask<RunLockAnswer> TryAsync(WorkSession work, CancellationToken cancellationToken)
    {
        try
        {
            var place = await HistoryPlace.FindAsync(work.Session, new Pipeline(), names.Schema, names.Table, cancellationToken).ConfigureAwait(false);
            if (place.HasLeases
                && await LeaseRow.FindAsync(work.Session, names, cancellationToken).ConfigureAwait(false) is { } lease && lease.IsInTheWayOf(work.Runner))
            {
                return new RunLockAnswer.Held(lease.Words());
            }

            return await SessionHolderAsync(work.Session, cancellationToken).ConfigureAwait(false) is { } holder
                ? new RunLockAnswer.Held(holder)
                : new RunLockAnswer.Taken { Note = $"this run holds a lease of {Terms.Length.TotalSeconds:0.###} s in the owner row, not a lock of a server session" };
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    /// <summary>A runner beside us that holds its lock by a server session; null for none.</summary>
    public async ValueTask<string?> SessionHolderAsync(ServerSession session, CancellationToken cancellationToken)
    {
        foreach (long key in new[] { LockKeys.Run(names.Schema, names.Table), LockKeys.Session(names.Schema, names.Table) })
        {
            if (await LockHolder.FindAsync(session, key, cancellationToken).ConfigureAwait(false) is { } holder)
            {
                return $"{holder.Runner ?? "a session of another role"} (server session {holder.Process})";
            }
        }

        return null;
    }

    public ValueTask OwnsAsync(long token, CancellationToken cancellationToken)
    {
        _token = token;
        if (_ended is null)
        {
            _ended = new CancellationTokenSource();
            _beating = BeatAsync(_ended.Token);
        }

        return default;
    }

    public async ValueTask<string?> RegainAsync(ServerSession work, int process, CancellationToken cancellationToken)
    {
        if (_token == 0)
        {
            return null;
        }

        // Under another token somebody took over, and the next fence says so.
        return await LeaseRow.FindAsync(work, names, cancellationToken).ConfigureAwait(false) is { Process: { } left } lease && lease.Token == _token
            ? $"the server session {left} is still at work."
            : null;
    }

    public ValueTask<string?> BlockersAsync(ServerSession work, CancellationToken cancellationToken) => AloneAsync(
        async () => _isHolding || _token == 0
            ? null
            : await Blockers.DescribeAsync(await OpenAsync(cancellationToken).ConfigureAwait(false), LeaseTerms.ApplicationName(runner, _token), cancellationToken).ConfigureAwait(false),
        cancellationToken);

    public void Keep(Pipeline pipeline)
    {
        // No session of ours holds anything.
    }

    /// <summary>Locks the owner row on the other connection for as long as the statement runs, as a unit in a transaction does on its own.</summary>
    public async ValueTask HoldAsync(CancellationToken cancellationToken)
    {
        await AloneAsync(
            async () =>
            {
                var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
                var pipeline = new Pipeline().Add(StepKind.Plumbing, "BEGIN");
                Fence.Add(pipeline, names, _token);
                pipeline.Add(StepKind.Plumbing, Stay);
                try
                {
                    await session.RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
                    _isHolding = true;
                    return true;
                }
                catch (ServerError e)
                {
                    await session.RollbackAsync().ConfigureAwait(false);
                    throw Fence.IsRefusal(e, StepKind.Fence)
                        ? await Fence.LostAsync(session, names, _token, null, e).ConfigureAwait(false)
                        : ServerFaults.From(e);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask LetGoAsync()
    {
        await AloneAsync(
            async () =>
            {
                if (!_isHolding)
                {
                    return true;
                }

                _isHolding = false;
                var pipeline = new Pipeline();
                LeaseRow.Extend(pipeline, names, Terms, _token);
                return await SaidAsync(pipeline.Add(StepKind.Commit, "COMMIT"), CancellationToken.None).ConfigureAwait(false);
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask FreeAsync(ServerSession work)
    {
        if (_ended is not null)
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            await _beating!.ConfigureAwait(false);
            _ended.Dispose();
            _ended = null;
        }

        await LetGoAsync().ConfigureAwait(false);
        if (_token != 0)
        {
            var close = new Pipeline().Add(StepKind.Plumbing, LeaseRow.CloseSql(names), _token);
            await AloneAsync(() => SaidAsync(close, CancellationToken.None).AsTask(), CancellationToken.None).ConfigureAwait(false);
            _token = 0;
        }

        if (_session is not null)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
            _session = null;
        }
    }

    public void Dispose()
    {
        _ended?.Dispose();
        _one.Dispose();
    }

    private async Task BeatAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(Terms.Length / 3, options.TimeProvider, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ended.IsCancellationRequested)
            {
                await AloneAsync(() => SaidAsync(Beat(), ended).AsTask(), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private Pipeline Beat() => _isHolding
        ? new Pipeline().Add(StepKind.Plumbing, Stay)
        : new Pipeline().Add(StepKind.Plumbing, LeaseRow.BeatSql(names), Terms.Interval, _token);

    // A heartbeat that fails is followed by the next one, on a new connection.
    private async ValueTask<bool> SaidAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Terms.Length);
        try
        {
            var session = await OpenAsync(limit.Token).ConfigureAwait(false);
            await session.RunAsync(pipeline, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is ServerError or DatabaseFaultException or OperationCanceledException)
        {
            _isHolding = false;
            if (_session is not null)
            {
                await _session.DisposeAsync().ConfigureAwait(false);
                _session = null;
            }

            return false;
        }
    }

    private async ValueTask<ServerSession> OpenAsync(CancellationToken cancellationToken)
    {
        if (_session is { IsOpen: false })
        {
            await _session.DisposeAsync().ConfigureAwait(false);
            _session = null;
        }

        return _session ??= await ServerSession.OpenAsync(address, cancellationToken).ConfigureAwait(false);
    }

    // One connection, and three that want it: the heartbeat, the look at who is in the way, and the unit.
    private async ValueTask<T> AloneAsync<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await use().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }
}
