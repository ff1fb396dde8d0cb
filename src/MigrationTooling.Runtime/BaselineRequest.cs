namespace MigrationTooling;

/// <summary>What <c>baseline</c> is asked to record.</summary>
public sealed record BaselineRequest
{
    /// <summary>The last migration that is in the database already: an id, a former id, or a version; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>Allows to record migrations on a database without any table.</summary>
    public bool EvenIfEmpty { get; init; }

    /// <summary>Decides and writes nothing.</summary>
    public bool IsDryRun { get; init; }
}
