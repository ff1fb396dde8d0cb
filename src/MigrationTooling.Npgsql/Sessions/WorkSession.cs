using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
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
    private readonly PreparedCommands _prepared = new();
    private bool _isTouched; // a script may have changed the session since it was taken back
    private bool _isAnother; // the session is another than that in which the migration began: what its script set is gone
    private bool _isBetween; // behind the commit that holds a migration's intent, before its first unit
    private bool _isRestored; // since the migration began, the session was given what its committed units had set

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

    /// <summary>A script's statement runs outside of a transaction of ours.</summary>
    public void Touched()
    {
        _isTouched = true;
        _prepared.Unsure();
    }

    /// <summary>Before anything else runs, the session is taken back.</summary>
    public void EndMigration() => _isTouched = true;

    /// <summary>True where the own commands of the unit that began last are to be prepared.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Asks behind a script what it has prepared, where it matters.</summary>
    public void AskForPrepared(Pipeline pipeline)
    {
        if (Settings.Lease is null && _prepared.IsAsking(Session))
        {
            pipeline.AskForPrepared();
        }
    }

    /// <summary>A unit's completion is committed. Where that holds the intent of another migration, what is sent next belongs to that one.</summary>
    public void Committed(HistoryWrite completion)
    {
        if (completion.Doing is not null)
        {
            _isBetween = true;
            _isRestored = false;
            SetBefore.Clear();
        }
    }

    /// <summary>The session was given what the migration's committed units had set in it.</summary>
    public void Restored() => _isRestored = true;

    /// <summary>True where what the migration's script set in its session is gone with a connection, so that nothing more of it may run.</summary>
    /// <param name="isFirst">Its first unit in this run is about to begin.</param>
    public bool IsLost(bool isFirst) => _isAnother && !_isBetween && (!isFirst || _isRestored);

    /// <summary>Begins a unit's transaction; where its migration's intent was committed with the one before, the session is taken back in it.</summary>
    /// <returns>True where an earlier unit of the same migration may have changed the session.</returns>
    public bool BeginUnit(Pipeline pipeline)
    {
        bool wasTouched = _isTouched && !_isBetween;
        if (_isBetween)
        {
            BeginAnew(pipeline);
            _isAnother = false;
        }
        else
        {
            Settings.Begin(pipeline);
        }

        _isBetween = false;
        _isTouched = true;
        IsPrepared = _prepared.Begin(Session) && Settings.Lease is null;
        return wasTouched;
    }

    /// <summary>This runner became the owner; the session is as every migration starts.</summary>
    public void Owns(long token)
    {
        Settings = Settings with { Token = token };
        _isTouched = false;
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
        _isAnother = true;
        _isTouched = false;
    }

    /// <summary>Who was in the way of the last command that took long; null for nobody.</summary>
    public string? Blockers => watch.Blockers;

    /// <summary>Sends the commands, and looks who is in the way where they take long.</summary>
    /// <exception cref="ServerError">One of them failed.</exception>
    public async Task RunAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        await watch.RunAsync(Session, Session.RunAsync(pipeline, cancellationToken).AsTask()).ConfigureAwait(false);
        if (pipeline.Asks)
        {
            _prepared.Answered(pipeline);
        }
    }

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
        _isRestored = false;
        await EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        var pipeline = new Pipeline();
        BeginAnew(pipeline);
        if (_isTouched)
        {
            runLock.Keep(pipeline);
        }

        SetBefore.Clear();
        await WriteAsync(pipeline, write, cancellationToken).ConfigureAwait(false);
        _isTouched = false;
        _isAnother = false;
        _isBetween = false;
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
        if (_isTouched)
        {
            Settings.BeginAnew(pipeline, _prepared.Keep(Session));
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
