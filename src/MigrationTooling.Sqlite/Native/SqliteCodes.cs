using System.Collections.Generic;
using System.Globalization;

namespace MigrationTooling.Sqlite.Native;

/// <summary>The names of the result codes that users meet; they are searched for by name, not by number.</summary>
internal static class SqliteCodes
{
    private static readonly string[] Primary =
    [
        "SQLITE_OK", "SQLITE_ERROR", "SQLITE_INTERNAL", "SQLITE_PERM", "SQLITE_ABORT", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_NOMEM",
        "SQLITE_READONLY", "SQLITE_INTERRUPT", "SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTFOUND", "SQLITE_FULL", "SQLITE_CANTOPEN",
        "SQLITE_PROTOCOL", "SQLITE_EMPTY", "SQLITE_SCHEMA", "SQLITE_TOOBIG", "SQLITE_CONSTRAINT", "SQLITE_MISMATCH", "SQLITE_MISUSE",
        "SQLITE_NOLFS", "SQLITE_AUTH", "SQLITE_FORMAT", "SQLITE_RANGE", "SQLITE_NOTADB",
    ];

    private static readonly Dictionary<int, string> Extended = new()
    {
        [261] = "SQLITE_BUSY_RECOVERY",
        [517] = "SQLITE_BUSY_SNAPSHOT",
        [264] = "SQLITE_READONLY_RECOVERY",
        [520] = "SQLITE_READONLY_CANTLOCK",
        [ReadOnlyRollback] = "SQLITE_READONLY_ROLLBACK",
        [DatabaseMoved] = "SQLITE_READONLY_DBMOVED",
        [1544] = "SQLITE_READONLY_DIRECTORY",
        [275] = "SQLITE_CONSTRAINT_CHECK",
        [CommitHook] = "SQLITE_CONSTRAINT_COMMITHOOK",
        [787] = "SQLITE_CONSTRAINT_FOREIGNKEY",
        [1299] = "SQLITE_CONSTRAINT_NOTNULL",
        [1555] = "SQLITE_CONSTRAINT_PRIMARYKEY",
        [1811] = "SQLITE_CONSTRAINT_TRIGGER",
        [2067] = "SQLITE_CONSTRAINT_UNIQUE",
        [2579] = "SQLITE_CONSTRAINT_ROWID",
        [3091] = "SQLITE_CONSTRAINT_DATATYPE",
        [257] = "SQLITE_ERROR_MISSING_COLLSEQ",
        [266] = "SQLITE_IOERR_READ",
        [778] = "SQLITE_IOERR_WRITE",
        [1034] = "SQLITE_IOERR_FSYNC",
        [267] = "SQLITE_CORRUPT_VTAB",
    };

    /// <summary>A journal that has to be rolled back, which a read-only connection may not do.</summary>
    public const int ReadOnlyRollback = 776;

    /// <summary>The file was moved or replaced, so that a journal would belong to another one.</summary>
    public const int DatabaseMoved = 1032;

    /// <summary>Our commit hook refused a COMMIT that was not ours.</summary>
    public const int CommitHook = 531;

    public static string Name(int code) =>
        Extended.TryGetValue(code, out string? name) ? name
        : (code & 0xff) < Primary.Length ? Primary[code & 0xff]
        : "SQLITE_" + code.ToString(CultureInfo.InvariantCulture);
}
