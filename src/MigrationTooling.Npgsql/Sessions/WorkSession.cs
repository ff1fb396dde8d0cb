using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>The session in which scripts run and the history is written, and what is known of its state.</summary>
internal sealed class WorkSession(ServerSession session, Reconnection reconnection, LockWatch watch, HistoryNames names, RunnerIdentity runner, SessionSettings settings, IRunnerLock runLock)
{
    /// <summary>The session; another one once the first broke.</summary>
    public ServerSession Session { get; private set; } = session;

    public HistoryNames Names => names;

    public RunnerIdentity Runner => runner;

    public HistoryWriting History { get; } = new(names, runner);

    public SessionSettings Settings { get; private set; } = settings;

    public IRunnerLock Lock => runLock;

    /// <summary>What the units before have set in the session of this migration, where each transaction may be in another one.</summary>
    public List<SqlStatement> SetBefore { get; } = [];

    /// <summary>This runner's fencing token.</summary>
    public long Token => Settings.Token;

    /// <summary>True where a script may have changed the session since it was taken back.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>True where the session is another one than that in which the migration began: what its script set is gone.</summary>
    public bool IsAnother { get; private set; }

    public void Touched() => IsTouched = true;

    /// <summary>True between the commit that holds a migration's intent and its first unit.</summary>
    public bool IsBetween { get; private set; }

    /// <summary>What was committed holds the intent of another migration: what is sent next belongs to that.</summary>
    public void Announced()
    {
        IsBetween = true;
        SetBefore.Clear();
    }

    /// <summary>Begins a unit's transaction; where its migration's intent was committed with the one before, the session is taken back in it.</summary>
    /// <returns>True where an earlier unit of the same migration may have changed the session.</returns>
    public bool BeginUnit(Pipeline pipeline)
    {
        bool wasTouched = IsTouched && !IsBetween;
        if (IsBetween)
        {
            BeginAnew(pipeline);
            IsAnother = false;
        }
        else
        {
            Settings.Begin(pipeline);
        }

        IsBetween = false;
        IsTouched = true;
        return wasTouched;
    }

    /// <summary>This runner became the owner; the session is as every migration starts.</summary>
    public void Owns(long token)
    {
        Settings = Settings with { Token = token };
        IsTouched = false;
    }

    /// <summary>Puts a new session in the place of a broken one, once the server's end of the old one is gone, and with it all that it had not committed.</summary>
    /// <exception cref="DatabaseFaultException">The server can't be reached, or the old session is still at work.</exception>
    public async ValueTask EnsureOpenAsync(CancellationToken cancellationToken)
    {
        if (Session.IsOpen)
        {
            return;
        }

        var broken = Session;
        Session = await reconnection.ReplaceAsync(broken, Settings, cancellationToken).ConfigureAwait(false);
        await broken.DisposeAsync().ConfigureAwait(false);
        IsAnother = true;
        IsTouched = false;
    }

    /// <summary>Who was in the way of the last command that took long; null for nobody.</summary>
    public string? Blockers => watch.Blockers;

    /// <summary>Sends the commands, and looks who is in the way where they take long.</summary>
    /// <exception cref="ServerError">One of them failed.</exception>
    public Task RunAsync(Pipeline pipeline, CancellationToken cancellationToken) =>
        watch.RunAsync(Session, Session.RunAsync(pipeline, cancellationToken).AsTask());

    /// <summary>The same for commands that answer.</summary>
    /// <exception cref="ServerError">One of them failed.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<object?[]>>> ReadAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        var running = Session.ReadAsync(pipeline, cancellationToken).AsTask();
        await watch.RunAsync(Session, running).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }

    /// <summary>Writes in a transaction of its own, behind the fence, in one round trip. It is the boundary between two migrations, so the session is taken back first.</summary>
    /// <exception cref="DatabaseFaultException">The server refused it, or somebody else is the owner.</exception>
    public async ValueTask WriteAsync(Action<Pipeline> write, CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        var pipeline = new Pipeline();
        BeginAnew(pipeline);
        if (IsTouched)
        {
            runLock.Keep(pipeline);
        }

        SetBefore.Clear();
        await WriteAsync(pipeline, write, cancellationToken).ConfigureAwait(false);
        IsTouched = false;
        IsAnother = false;
        IsBetween = false;
    }

    /// <summary>The same inside a migration: what its script set stays.</summary>
    public async ValueTask WriteWithinAsync(Action<Pipeline> write, CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        var pipeline = new Pipeline();
        Settings.Begin(pipeline);
        Settings.Own(pipeline);
        runLock.Keep(pipeline);
        await WriteAsync(pipeline, write, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rolls back. With a lease, the heartbeat that the transaction stood for goes on in the same breath.</summary>
    public async ValueTask RollbackAsync()
    {
        if (Settings.Lease is not { } terms || Token == 0 || !Session.IsOpen)
        {
            await Session.RollbackAsync().ConfigureAwait(false);
            return;
        }

        var pipeline = new Pipeline().Add(StepKind.Plumbing, "ROLLBACK")
            .Add(StepKind.Plumbing, LeaseRow.BeatSql(names), terms.Interval, Token)
            .Add(StepKind.Plumbing, PooledSession.Deallocation);
        try
        {
            await Session.RunAsync(pipeline, CancellationToken.None).ConfigureAwait(false);
            _ = Session.TakeNotices();
        }
        catch (ServerError)
        {
            await Session.RollbackAsync().ConfigureAwait(false);
        }
    }

    private void BeginAnew(Pipeline pipeline)
    {
        if (IsTouched)
        {
            Settings.BeginAnew(pipeline);
        }
        else
        {
            Settings.Begin(pipeline);
        }
    }

    private async ValueTask WriteAsync(Pipeline pipeline, Action<Pipeline> write, CancellationToken cancellationToken)
    {
        Fence.Add(pipeline, names, Token);
        if (Settings.Lease is { } terms)
        {
            LeaseRow.Extend(pipeline, names, terms, Token);
        }

        write(pipeline);
        pipeline.Add(StepKind.Commit, "COMMIT");
        try
        {
            await RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            await RollbackAsync().ConfigureAwait(false);
            throw Fence.IsRefusal(e, StepKind.Fence)
                ? await Fence.LostAsync(Session, names, Token, null, e).ConfigureAwait(false)
                : ServerFaults.From(e, Blockers);
        }
        catch (OperationCanceledException)
        {
            await RollbackAsync().ConfigureAwait(false);
            throw;
        }
    }
}
