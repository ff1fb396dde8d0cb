namespace MigrationTooling;

/// <summary>What <c>history</c> is asked to show.</summary>
public sealed record HistoryRequest
{
    /// <summary>Only this migration, by its id or a former one; null for all.</summary>
    public string? Id { get; init; }

    /// <summary>Also owners, single units, and beginnings whose end is recorded.</summary>
    public bool Everything { get; init; }
}
