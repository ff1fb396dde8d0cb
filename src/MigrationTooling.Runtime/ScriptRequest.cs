using MigrationTooling.Planning;

namespace MigrationTooling;

/// <summary>What to write as a script.</summary>
public sealed record ScriptRequest
{
    /// <summary>Which migrations; of these, the ones that wait (or are applied, for the way down) where a database is asked.</summary>
    public MigrationRange Range { get; init; } = MigrationRange.All;

    /// <summary>True: what takes them back, the newest first, instead of what applies them.</summary>
    public bool IsDown { get; init; }

    /// <summary>True: no database is asked, all migrations of the range are written.</summary>
    public bool IsOffline { get; init; }
}
