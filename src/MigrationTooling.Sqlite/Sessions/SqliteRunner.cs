using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using MigrationTooling.History;
using MigrationTooling.Sql;
using MigrationTooling.Sqlite.History;
using MigrationTooling.Sqlite.Locking;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.Sessions;

/// <summary>The connection that runs migrations; the only one of a run.</summary>
internal sealed class SqliteRunner : IDatabaseRunner
{
    private readonly SqliteLocation _location;
    private readonly HistoryNames _names;
    private readonly RunnerIdentity _runner;
    private readonly SqliteProviderOptions _options;
    private SqliteSession _session;
    private RunLockFile? _lock;
    private long _token;

    public SqliteRunner(SqliteLocation location, HistoryNames names, SqliteProviderOptions options, RunnerIdentity runner)
    {
        _location = location;
        _names = names;
        _options = options;
        _runner = runner;
        _session = Connect();
    }

    public async ValueTask<DatabaseSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var snapshot = DatabaseSnapshot.Empty;
        await _session.InTransactionAsync("BEGIN", () => snapshot = HistoryReading.Read(_session.Database, _names, null, _location.File), cancellationToken).ConfigureAwait(false);
        return snapshot;
    }

    public async ValueTask<StoredText?> ReadTextAsync(string h1, CancellationToken cancellationToken)
    {
        StoredText? text = null;
        await _session.InTransactionAsync("BEGIN", () => text = HistoryReading.Text(_session.Database, _names, h1), cancellationToken).ConfigureAwait(false);
        return text;
    }

    public async ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken)
    {
        bool any = false;
        await _session.InTransactionAsync("BEGIN", () => any = HistorySchema.HasOtherTables(_session.Database, _names), cancellationToken).ConfigureAwait(false);
        return any;
    }

    public async ValueTask<IReadOnlyList<JournalRecord>> ReadJournalAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalRecord> journal = [];
        await _session.InTransactionAsync("BEGIN", () => journal = JournalReading.Read(_session.Database, _names), cancellationToken).ConfigureAwait(false);
        return journal;
    }

    public ValueTask<RunLockAnswer> TryLockAsync(CancellationToken cancellationToken)
    {
        var (outcome, taken, words) = RunLockFile.TryTake(RunLockFile.PathFor(_location.File, _names.Table), _runner.Name);
        _lock = taken ?? _lock;
        return new(outcome switch
        {
            FileLockOutcome.Taken => new RunLockAnswer.Taken(),
            FileLockOutcome.Held => new RunLockAnswer.Held(words ?? "another runner"),
            _ => new RunLockAnswer.Unavailable(words ?? "the file system does not lock files"),
        });
    }

    public ValueTask UnlockAsync()
    {
        _lock?.Dispose();
        _lock = null;
        return default;
    }

    public async ValueTask<DatabaseSnapshot> TakeOwnershipAsync(CancellationToken cancellationToken)
    {
        var snapshot = DatabaseSnapshot.Empty;
        await _session.InTransactionAsync("BEGIN IMMEDIATE", () => snapshot = Own(), cancellationToken).ConfigureAwait(false);
        return snapshot;
    }

    public ValueTask WriteAsync(HistoryWrite write, CancellationToken cancellationToken) =>
        _session.InTransactionAsync(
            "BEGIN IMMEDIATE",
            () =>
            {
                Fence.Check(_session.Database, _names, _token);
                _session.History.Write(write, _token);
            },
            cancellationToken);

    public ValueTask ReleaseOwnershipAsync(CancellationToken cancellationToken) =>
        _session.InTransactionAsync(
            "BEGIN IMMEDIATE",
            () =>
            {
                Fence.Check(_session.Database, _names, _token);
                _session.History.Leave(_token, _runner.Clock.GetUtcNow());
            },
            cancellationToken);

    public async ValueTask<IUnit> BeginUnitAsync(UnitStart start, CancellationToken cancellationToken)
    {
        _session.SetForeignKeys(start.ForeignKeys);
        if (!start.InTransaction)
        {
            await _session.InTransactionAsync("BEGIN", () => Fence.Check(_session.Database, _names, _token, start.Row), cancellationToken).ConfigureAwait(false);
            _session.ForeignKeys.BeginUnit(start.IsFirst);
            return new SqliteOpenUnit(_session, write => WriteAsync(write, CancellationToken.None));
        }

        var unit = new SqliteUnit(_session, _token, start);
        try
        {
            await _session.BeginAsync("BEGIN IMMEDIATE", cancellationToken).ConfigureAwait(false);
            Fence.Check(_session.Database, _names, _token, start.Row);
            unit.Begun();
            return unit;
        }
        catch (Exception e)
        {
            await unit.DisposeAsync().ConfigureAwait(false);
            throw e is SqliteError error ? Faults.From(error, _location.File) : e;
        }
    }

    public ValueTask RestoreSessionAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        new ScriptStatements(_session.Database, null).Run(statement, cancellationToken);
        return default;
    }

    public ValueTask ResetSessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            // No list of settings to restore can be complete; a fresh connection has none of the old one.
            _session.Dispose();
            _session = Connect();
            return default;
        }
        catch (SqliteError e)
        {
            throw Faults.From(e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return UnlockAsync();
    }

    private SqliteSession Connect()
    {
        var session = new SqliteSession(_location, _names, _options, _runner);
        if (session.Database.IsReadOnly)
        {
            session.Dispose();
            throw new DatabaseFaultException(new DatabaseFault.Unwritable("the file is read-only", null));
        }

        return session;
    }

    private DatabaseSnapshot Own()
    {
        var database = _session.Database;
        Fence.CheckFile(database);
        if (_lock is null)
        {
            Exclusion.Prove(_location);
        }

        var now = _runner.Clock.GetUtcNow();
        var snapshot = HistoryReading.Read(database, _names, null, _location.File);
        if (snapshot.Format is null)
        {
            HistorySchema.Create(new LiveHistorySql(database), _names, mayExist: false, Guid.NewGuid().ToString("N"));
        }
        else if (snapshot.Format.IsNewerMajor)
        {
            throw new DatabaseFaultException(new DatabaseFault.NewerHistory($"The history has format {snapshot.Format}; this version writes {HistoryFormat.Current}."));
        }

        else if (snapshot.Format.IsOlder)
        {
            HistorySchema.Upgrade(database, _names);
        }

        _token = (snapshot.Owner?.Token ?? 0) + 1;
        _session.History.Own(_token, now);
        if (snapshot.Format is null)
        {
            _session.History.Append(new JournalEntry(now, JournalKind.Created) { Detail = HistoryFormat.Current.ToString() }, _token);
        }

        if (snapshot.Format is { IsOlder: true } older)
        {
            _session.History.Append(new JournalEntry(now, JournalKind.Upgraded) { Detail = older + " → " + HistoryFormat.Current }, _token);
        }

        if (snapshot.FormerHome is { } home)
        {
            _session.History.Append(new JournalEntry(now, JournalKind.Moved) { Detail = home + " → " + _location.File }, _token);
        }

        HistorySchema.SetMeta(database, _names, HistorySchema.HomeKey, _location.File);
        _session.History.Append(new JournalEntry(now, JournalKind.Owned), _token);
        return snapshot;
    }
}
