using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Native;

/// <summary>
/// One connection, opened by Microsoft.Data.Sqlite where its connection string asks for more than a file, and driven through SQLitePCLRaw:
/// commands of the former would split a script once more, by other rules than the ones it was planned and hashed by.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    // Short, so that a cancelled run does not sit in SQLite's own wait; Patience does the long waiting.
    private const int OwnWaitMilliseconds = 20;

    // A few milliseconds of work.
    private const int OperationsBetweenLooks = 100_000;

    private readonly IDisposable _connection;
    private readonly Dictionary<string, SqliteCursor> _cursors = new(StringComparer.Ordinal);

    private SqliteDatabase(IDisposable connection, sqlite3 handle)
    {
        _connection = connection;
        Handle = handle;
        raw.sqlite3_extended_result_codes(Handle, 1);
        raw.sqlite3_busy_timeout(Handle, OwnWaitMilliseconds);
        raw.sqlite3_progress_handler(Handle, OperationsBetweenLooks, static db => ((SqliteDatabase)db).Cancellation.IsCancellationRequested ? 1 : 0, this);
    }

    public sqlite3 Handle { get; }

    /// <summary>True between BEGIN and COMMIT or ROLLBACK, whoever said them.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Ends the statement that runs. SQLite forgets an interrupt that comes before a statement's first step, so the statement looks here as well.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>True where the file can't be written, though the connection asked for it.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") == 1;

    public static SqliteDatabase Open(string connectionString, SqliteOpenMode mode)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { Mode = mode, Pooling = false };
        if (DirectOpening.Flags(builder) is { } flags)
        {
            var handle = DirectOpening.Open(builder.DataSource, flags);
            return new SqliteDatabase(handle, handle);
        }

        var connection = new SqliteConnection(builder.ToString());
        try
        {
            connection.Open();
            return new SqliteDatabase(connection, connection.Handle!);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new SqliteError(e.SqliteExtendedErrorCode, Words(e.Message));
        }
    }

    /// <summary>A statement of our own, prepared once a connection.</summary>
    public SqliteCursor Cursor(string sql)
    {
        if (!_cursors.TryGetValue(sql, out var cursor))
        {
            Check(raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
            cursor = new SqliteCursor(this, statement);
            _cursors.Add(sql, cursor);
        }

        return cursor;
    }

    /// <summary>A statement of our own that is used once; the caller disposes it.</summary>
    public SqliteCursor Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var statement));
        return new SqliteCursor(this, statement);
    }

    /// <summary>Runs a statement of our own.</summary>
    public void Run(string sql) => Cursor(sql).Bind().Run();

    public void Check(int rc)
    {
        if (rc != raw.SQLITE_OK)
        {
            throw ErrorFor(rc);
        }
    }

    /// <summary>The error behind a result code, with the message of this connection.</summary>
    public SqliteError ErrorFor(int rc)
    {
        int extended = raw.sqlite3_extended_errcode(Handle);
        bool isCurrent = (extended & 0xff) == (rc & 0xff);
        return new SqliteError(isCurrent ? extended : rc, (isCurrent ? raw.sqlite3_errmsg(Handle) : raw.sqlite3_errstr(rc)).utf8_to_string() ?? "");
    }

    public void Interrupt() => raw.sqlite3_interrupt(Handle);

    public void Dispose()
    {
        foreach (var cursor in _cursors.Values)
        {
            cursor.Dispose();
        }

        _connection.Dispose();
    }

    // Microsoft.Data.Sqlite wraps the words: SQLite Error 14: 'unable to open database file'.
    private static string Words(string message)
    {
        int from = message.IndexOf('\'', StringComparison.Ordinal), to = message.LastIndexOf('\'');
        return from >= 0 && to > from ? message[(from + 1)..to] : message;
    }
}
