namespace MigrationTooling.Cli.Input;

/// <summary>The options that stand on every command, as given; null where not given.</summary>
internal sealed record GlobalValues(
    string? DatabaseUrl = null,
    string? Connection = null,
    string? Environment = null,
    string? MigrationsDir = null,
    string? MigrationTable = null,
    string? Schema = null,
    string? Project = null,
    string? SqliteLibrary = null,
    string? Assembly = null,
    bool Verbose = false,
    bool Yes = false)
{
    /// <summary>The kind of the run lock.</summary>
    public string? RunLock { get; init; }

    /// <summary>The seconds of a lease.</summary>
    public string? Lease { get; init; }
}
