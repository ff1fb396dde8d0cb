using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using MigrationTooling.Sqlite.ForeignKeys;
using MigrationTooling.Sqlite.History;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Sessions;

/// <summary>A writing connection with the settings every migration starts from.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Patience _patience;
    private bool _enforcing;
    private bool _refuseCommit;

    public SqliteSession(SqliteLocation location, HistoryNames names, SqliteProviderOptions options, RunnerIdentity runner)
    {
        _patience = new Patience(options.BusyTimeout, options.TimeProvider);
        Database = SqliteDatabase.Open(location.ConnectionString, SqliteOpenMode.ReadWriteCreate);
        File = location.File;
        Names = names;
        History = new HistoryWriting(new LiveHistorySql(Database), names, runner);
        raw.sqlite3_commit_hook(Database.Handle, _ => _refuseCommit ? 1 : 0, null);
        Database.Run("PRAGMA foreign_keys = OFF");
        ForeignKeys = new ForeignKeyGuard(Database);
    }

    public SqliteDatabase Database { get; }

    /// <summary>The absolute path of the database.</summary>
    public string File { get; }

    public HistoryNames Names { get; }

    public HistoryWriting History { get; }

    public ForeignKeyGuard ForeignKeys { get; }

    /// <summary>While true, a COMMIT becomes a ROLLBACK: no script can end the transaction that its history row has to be in.</summary>
    public void RefuseCommits(bool refuse) => _refuseCommit = refuse;

    /// <summary>Outside a transaction only; SQLite ignores the setting inside one.</summary>
    public void SetForeignKeys(bool on)
    {
        if (on != _enforcing)
        {
            Database.Run(on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
            _enforcing = on;
        }
    }

    public ValueTask BeginAsync(string begin, CancellationToken cancellationToken) =>
        _patience.RunAsync(() => Database.Run(begin), cancellationToken);

    /// <summary>Commits; repeats where a reader is in the way, to the deadline.</summary>
    public ValueTask CommitAsync(CancellationToken cancellationToken) =>
        _patience.RunAsync(() => Database.Run("COMMIT"), cancellationToken);

    /// <summary>Runs statements of our own in a transaction; on any error nothing of them stays.</summary>
    public async ValueTask InTransactionAsync(string begin, Action body, CancellationToken cancellationToken)
    {
        try
        {
            await _patience.RunAsync(
                () =>
                {
                    Database.Run(begin);
                    try
                    {
                        body();
                    }
                    catch
                    {
                        Rollback();
                        throw;
                    }
                },
                cancellationToken).ConfigureAwait(false);
            await CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Rollback();
            throw e is SqliteError error ? Faults.From(error, File) : e;
        }
    }

    /// <summary>Rolls back where a transaction is open; SQLite may have done it already.</summary>
    public void Rollback()
    {
        if (Database.InTransaction)
        {
            Database.Run("ROLLBACK");
        }
    }

    public void Dispose() => Database.Dispose();
}
