namespace MigrationTooling.Cli.Hosting;

/// <summary>The exit codes, in the order in which the first that holds wins (docs/cli.md).</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A migration or an operation failed.</summary>
    public const int Failed = 1;

    /// <summary>Usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Integrity: a file, the lock or the history is not as it was frozen.</summary>
    public const int Integrity = 3;

    /// <summary>The database is dirty: a person must decide.</summary>
    public const int Dirty = 4;

    /// <summary>Another runner holds the database.</summary>
    public const int Locked = 5;

    /// <summary>The database can't be reached.</summary>
    public const int CannotConnect = 6;

    /// <summary>Refused: the command understood, and would have done harm.</summary>
    public const int Refused = 7;

    /// <summary>Migrations are pending (only with <c>--check</c>).</summary>
    public const int Pending = 8;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM.</summary>
    public const int Terminated = 143;
}
