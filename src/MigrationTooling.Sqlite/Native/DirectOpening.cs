using System;
using System.IO;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Native;

/// <summary>
/// Opens a database file without Microsoft.Data.Sqlite, whose first connection sets up a pool with a timer: a seventh of what a run takes
/// that finds nothing to do.
/// </summary>
internal static class DirectOpening
{
    /// <summary>How to open what a connection string names; null where it asks for more than a file, or the application's bundle has to be set up first.</summary>
    public static int? Flags(SqliteConnectionStringBuilder settings)
    {
        bool isPlain = settings.Password.Length == 0 && settings.ForeignKeys is null && !settings.RecursiveTriggers && settings.Cache == SqliteCacheMode.Default
            && Path.IsPathRooted(settings.DataSource);
        return !isPlain || SqliteLibrary.Handle == IntPtr.Zero ? null : settings.Mode switch
        {
            SqliteOpenMode.ReadOnly => raw.SQLITE_OPEN_READONLY,
            SqliteOpenMode.ReadWriteCreate => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
            _ => null,
        };
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SqliteError">SQLite can't.</exception>
    public static sqlite3 Open(string file, int flags)
    {
        int rc = raw.sqlite3_open_v2(file, out var handle, flags, null);
        if (rc == raw.SQLITE_OK)
        {
            return handle;
        }

        var error = new SqliteError(raw.sqlite3_extended_errcode(handle), raw.sqlite3_errmsg(handle).utf8_to_string() ?? "");
        handle.Dispose();
        throw error;
    }
}
