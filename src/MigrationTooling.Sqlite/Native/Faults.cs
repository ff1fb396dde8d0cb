using MigrationTooling.Sqlite.Locking;
using MigrationTooling.Storage;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Native;

/// <summary>Turns SQLite's errors into the faults of the storage contract.</summary>
internal static class Faults
{
    public static DatabaseFaultException From(SqliteError error) => new(Fault(error) with { Remedy = Remedies.For(error.Code) }, error);

    /// <summary>The same, with the processes that are in the way, where SQLite is busy and the system tells.</summary>
    public static DatabaseFaultException From(SqliteError error, string file) =>
        From(error.IsBusy && LockingProcesses.Describe(file) is { } holders ? new SqliteError(error.Code, $"{error.Message}: {holders}") : error);

    private static DatabaseFault Fault(SqliteError error)
    {
        if (error.Code == SqliteCodes.ReadOnlyRollback)
        {
            return new DatabaseFault.NeedsRecovery(error.Message, error.Name);
        }

        if (error.Code == SqliteCodes.DatabaseMoved)
        {
            return new DatabaseFault.FileReplaced(Sessions.Fence.FileReplaced);
        }

        return error.PrimaryCode switch
        {
            raw.SQLITE_CANTOPEN => new DatabaseFault.CannotOpen(error.Message, error.Name),
            raw.SQLITE_NOTADB => new DatabaseFault.NotADatabase(error.Message, error.Name),
            raw.SQLITE_READONLY or raw.SQLITE_PERM => new DatabaseFault.Unwritable(error.Message, error.Name),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new DatabaseFault.Busy(error.Message, error.Name),
            _ => new DatabaseFault.Other(error.Message, error.Name),
        };
    }
}
