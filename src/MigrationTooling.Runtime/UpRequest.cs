using System.Threading;
using MigrationTooling.Planning;

namespace MigrationTooling;

/// <summary>What <c>up</c> is asked to do.</summary>
public sealed record UpRequest
{
    /// <summary>The last migration to run: an id, a former id, or a version; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>How many pending migrations to run at most; null for all.</summary>
    public int? Steps { get; init; }

    /// <summary>What the run is for; <see cref="Migrator"/> has a method for each.</summary>
    internal RunPurpose Purpose { get; init; }

    /// <summary>Asks the run to stop after the unit it is in; the token given to the method cancels the unit itself.</summary>
    public CancellationToken StopAfterUnit { get; init; }
}
