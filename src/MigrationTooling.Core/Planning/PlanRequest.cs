using MigrationTooling.History;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>What a plan is made from: nothing else is asked.</summary>
/// <param name="Manifest">The migrations in apply order.</param>
/// <param name="Dialect">The database's dialect.</param>
/// <param name="Database">The database as it was read.</param>
public sealed record PlanRequest(MigrationManifest Manifest, Dialect Dialect, DatabaseSnapshot Database)
{
    /// <summary>The last migration to run: its id, a former id, or its version; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>What the run is for.</summary>
    public RunPurpose Purpose { get; init; }

    /// <summary>How many pending migrations to run at most; null for all.</summary>
    public int? Steps { get; init; }

    /// <summary>Edits that the lock accepts: a row with such an old text is reported, not refused.</summary>
    public EquatableList<AcceptedEdit> Accepted { get; init; } = EquatableList<AcceptedEdit>.Empty;
}
