using Microsoft.Data.Sqlite;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.Locking;

/// <summary>
/// Whether SQLite keeps two writers of this file apart. Asked where there is no run lock: the fence is compared inside a write
/// transaction, and where two of them can be open at once it proves nothing.
/// </summary>
internal static class Exclusion
{
    /// <summary>Called with a write transaction open on another connection of this process.</summary>
    /// <exception cref="DatabaseFaultException">A second one could be opened as well.</exception>
    public static void Prove(SqliteLocation location)
    {
        using var second = SqliteDatabase.Open(location.ConnectionString, SqliteOpenMode.ReadWrite);
        try
        {
            second.Run("BEGIN IMMEDIATE");
        }
        catch (SqliteError e) when (e.IsBusy)
        {
            return;
        }

        second.Run("ROLLBACK");
        throw new DatabaseFaultException(new DatabaseFault.CannotOpen(
            "its file system gives no run lock, and SQLite opens it without locks of its own: two runners could not be kept apart", null));
    }
}
