using SQLitePCL;

namespace MigrationTooling.Sqlite.Native;

/// <summary>What to mend where SQLite failed for a reason that no script can mend.</summary>
internal static class Remedies
{
    /// <summary>The beginning of a sentence; null where the script is to blame.</summary>
    public static string? For(int code) => (code & 0xff) switch
    {
        raw.SQLITE_FULL => "Make room on the disk (or raise the database's max_page_count)",
        raw.SQLITE_IOERR => "See that the disk can be written",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "End the other connection, or wait until it is done",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => "Give this user the right to write the database and its directory",
        raw.SQLITE_NOMEM => "Give it more memory",
        _ => null,
    };
}
