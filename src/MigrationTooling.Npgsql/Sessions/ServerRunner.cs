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

/// <summary>The session that runs migrations, and beside it the one that holds the run lock.</summary>
internal sealed class ServerRunner : IDatabaseRunner
{
    private readonly WorkSession _work;
    private readonly IRunnerLock _lock;
    private readonly NpgsqlProviderOptions _options;

    private ServerRunner(WorkSession work, IRunnerLock runLock, NpgsqlProviderOptions options)
    {
        _work = work;
        _lock = runLock;
        _options = options;
    }

    public static async ValueTask<ServerRunner> OpenAsync(
        ServerAddress address, NpgsqlProviderOptions options, RunnerIdentity runner, CancellationToken cancellationToken)
    {
        var session = await ServerSession.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        try
        {
            var place = await HistoryPlace.FindAsync(session, new Pipeline(), options.Schema, options.HistoryTable!, cancellationToken).ConfigureAwait(false);
            var settings = SessionSettings.Of(place, runner.Name, checksClient: session.Version.Major >= 14, options.LockTimeout);
            bool isLease = await IsLeaseAsync(address, session, options, cancellationToken).ConfigureAwait(false);
            IRunnerLock runLock = isLease
                ? new Lease(address, place.Names, runner.Name, options)
                : new RunLockSession(address, place.Names, runner.Name, place.HasLeases);
            settings = await ApplyAsync(session, settings with { Lease = runLock.Terms }, cancellationToken).ConfigureAwait(false);
            var work = new WorkSession(session, new Reconnection(address, runLock, options), new LockWatch(runLock, options), place.Names, runner, settings, runLock);
            return new ServerRunner(work, runLock, options);
        }
        catch (Exception e)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw e is ServerError error ? ServerFaults.From(error) : e;
        }
    }

    public async ValueTask<DatabaseSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var place = await FindAsync(cancellationToken).ConfigureAwait(false);
            var answers = await _work.Session.ReadAsync(HistoryReading.Queries(place, withWork: false), cancellationToken).ConfigureAwait(false);

            // The lock is this runner's own.
            return HistoryReading.Snapshot(place, answers) with { LiveRunner = null };
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public async ValueTask<StoredText?> ReadTextAsync(string h1, CancellationToken cancellationToken)
    {
        try
        {
            return await JournalReading.ReadTextAsync(_work.Session, await FindAsync(cancellationToken).ConfigureAwait(false), h1, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public async ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OtherTables.AnyAsync(_work.Session, await FindAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public async ValueTask<IReadOnlyList<JournalRecord>> ReadJournalAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await JournalReading.ReadAsync(_work.Session, await FindAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public ValueTask<bool> KeepsSessionAsync(CancellationToken cancellationToken) => new(_lock.Terms is null);

    public ValueTask<RunLockAnswer> TryLockAsync(CancellationToken cancellationToken) => _lock.TryAsync(_work, cancellationToken);

    public ValueTask UnlockAsync() => _lock.FreeAsync(_work.Session);

    public ValueTask<DatabaseSnapshot> TakeOwnershipAsync(CancellationToken cancellationToken) =>
        new Taking(_work, _options).RunAsync(cancellationToken);

    public ValueTask WriteAsync(HistoryWrite write, CancellationToken cancellationToken) => _work.WriteAsync(
        pipeline =>
        {
            if (write.Doing is not null)
            {
                // An intent: whatever is committed behind it is flushed with it. A server that dies before has lost the announcement of what it had not begun.
                pipeline.Add(StepKind.Plumbing, "SET LOCAL synchronous_commit = off");
            }

            _work.History.Write(pipeline, write, _work.Token);
        },
        cancellationToken);

    public ValueTask ReleaseOwnershipAsync(CancellationToken cancellationToken) =>
        _work.WriteAsync(pipeline => _work.History.Leave(pipeline, _work.Token, _work.Runner.Clock.GetUtcNow()), cancellationToken);

    public async ValueTask<IUnit> BeginUnitAsync(UnitStart start, CancellationToken cancellationToken)
    {
        await _work.EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        if (_work.IsLost(start.IsFirst))
        {
            throw new DatabaseFaultException(new DatabaseFault.Other("The connection broke behind the unit before, and what the script set in its session is gone.", null)
            {
                Remedy = "Nothing has to be mended",
            });
        }

        if (start.InTransaction)
        {
            return new ServerUnit(_work, start);
        }

        var unit = new OpenUnit(_work, start);
        await unit.BeginAsync(cancellationToken).ConfigureAwait(false);
        return unit;
    }

    public IStatementProbe Probe => new CatalogProbe(_work);

    public async ValueTask RestoreSessionAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            _work.Restored();
            if (_work.Settings.Lease is not null)
            {
                _work.SetBefore.Add(statement);
                return;
            }

            _work.Touched();
            await _work.Session.RunAsync(new Pipeline().Add(statement), cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.OfUnit(e);
        }
    }

    public ValueTask ResetSessionAsync(CancellationToken cancellationToken)
    {
        // Sent with what the next migration begins with.
        _work.EndMigration();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await UnlockAsync().ConfigureAwait(false);
        await _work.Session.DisposeAsync().ConfigureAwait(false);
        (_lock as IDisposable)?.Dispose();
    }

    private static async ValueTask<bool> IsLeaseAsync(ServerAddress address, ServerSession session, NpgsqlProviderOptions options, CancellationToken cancellationToken)
    {
        if (options.RunLock == RunLockMode.Lease)
        {
            return true;
        }

        bool isPooled = await TransactionPooler.IsProvedAsync(address, session, cancellationToken).ConfigureAwait(false);
        return isPooled && options.RunLock == RunLockMode.Session
            ? throw new DatabaseFaultException(
                new DatabaseFault.CannotOpen("a pooler before the server gives each transaction another server session, so no lock of a session can be held", null)
                {
                    Hint = "Let the run lock be auto or lease, or connect past the pooler, or to a pool in session mode.",
                })
            : isPooled;
    }

    private async ValueTask<HistoryPlace> FindAsync(CancellationToken cancellationToken)
    {
        await _work.EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        return await HistoryPlace.FindAsync(_work.Session, new Pipeline(), _work.Names.Schema, _work.Names.Table, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<SessionSettings> ApplyAsync(ServerSession session, SessionSettings settings, CancellationToken cancellationToken)
    {
        var pipeline = new Pipeline();
        if (settings.Lease is null)
        {
            settings.Apply(pipeline);
        }
        else
        {
            settings.Begin(pipeline);
            pipeline.Add(StepKind.Plumbing, "COMMIT");
        }

        try
        {
            await session.RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
            return settings;
        }
        catch (ServerError e) when (settings.ChecksClient && e.Refusal is not null)
        {
            await session.RollbackAsync().ConfigureAwait(false);
            // A server on a system that can't look for its client refuses the setting.
            return await ApplyAsync(session, settings with { ChecksClient = false }, cancellationToken).ConfigureAwait(false);
        }
    }
}
