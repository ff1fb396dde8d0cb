using MigrationTooling.Planning;

namespace MigrationTooling;

/// <summary>What to write as a script.</summary>
public sealed record ScriptRequest
{
    /// <summary>Which migrations; of these, the ones that wait where a database is asked.</summary>
    public MigrationRange Range { get; init; } = MigrationRange.All;

    /// <summary>True: no database is asked, all migrations of the range are written.</summary>
    public bool IsOffline { get; init; }
}
