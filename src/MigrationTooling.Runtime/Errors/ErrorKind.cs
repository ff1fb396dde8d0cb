namespace MigrationTooling.Errors;

/// <summary>The kinds of outcome that are not success; the tool has one exit code for each.</summary>
public enum ErrorKind
{
    /// <summary>The request or the configuration is wrong (exit 2).</summary>
    Usage = 2,

    /// <summary>The database can't be reached or read (exit 6).</summary>
    CannotConnect = 6,

    /// <summary>Another runner is at work (exit 5).</summary>
    Locked = 5,

    /// <summary>The database needs a decision by an operator (exit 4).</summary>
    Dirty = 4,

    /// <summary>Files, lock and history do not agree (exit 3).</summary>
    Integrity = 3,

    /// <summary>A migration failed (exit 1).</summary>
    Failed = 1,

    /// <summary>Refused before anything ran (exit 7).</summary>
    Refused = 7,
}
