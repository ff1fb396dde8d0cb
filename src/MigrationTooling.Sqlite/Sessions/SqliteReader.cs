using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using MigrationTooling.History;
using MigrationTooling.Sqlite.History;
using MigrationTooling.Sqlite.Locking;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.Sessions;

/// <summary>Reads through a connection opened for reading only. Never <c>immutable</c>: that would read past a writer's journal.</summary>
internal sealed class SqliteReader(SqliteLocation location, HistoryNames names, SqliteProviderOptions options) : IDatabaseReader
{
    private readonly Patience _patience = new(options.BusyTimeout, options.TimeProvider);
    private SqliteDatabase? _database;

    public async ValueTask<DatabaseSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var snapshot = DatabaseSnapshot.Empty;
        if (!File.Exists(location.File) && !Directory.Exists(location.File))
        {
            return snapshot;
        }

        try
        {
            string? live = RunLockFile.Holder(RunLockFile.PathFor(location.File, names.Table));
            await _patience.RunAsync(() => snapshot = Read(live), cancellationToken).ConfigureAwait(false);
            return snapshot;
        }
        catch (SqliteError e)
        {
            throw Faults.From(e);
        }
    }

    public ValueTask<StoredText?> ReadTextAsync(string h1, CancellationToken cancellationToken)
    {
        try
        {
            return new(File.Exists(location.File) ? HistoryReading.Text(Open(), names, h1) : null);
        }
        catch (SqliteError e)
        {
            throw Faults.From(e);
        }
    }

    public ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(File.Exists(location.File) && HistorySchema.HasOtherTables(Open(), names));
        }
        catch (SqliteError e)
        {
            throw Faults.From(e);
        }
    }

    public async ValueTask<IReadOnlyList<JournalRecord>> ReadJournalAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalRecord> journal = [];
        if (!File.Exists(location.File))
        {
            return journal;
        }

        try
        {
            await _patience.RunAsync(() => journal = JournalReading.Read(Open(), names), cancellationToken).ConfigureAwait(false);
            return journal;
        }
        catch (SqliteError e)
        {
            throw Faults.From(e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _database?.Dispose();
        return default;
    }

    private DatabaseSnapshot Read(string? liveRunner)
    {
        var database = Open();
        database.Run("BEGIN");
        try
        {
            return HistoryReading.Read(database, names, liveRunner, location.File);
        }
        finally
        {
            database.Run("ROLLBACK");
        }
    }

    private SqliteDatabase Open() => _database ??= SqliteDatabase.Open(location.ConnectionString, SqliteOpenMode.ReadOnly);
}
