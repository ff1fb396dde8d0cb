using System.Threading;

namespace MigrationTooling;

/// <summary>What <c>retry</c> is asked to run again.</summary>
/// <param name="Id">The migration: an id, a former id, or a version.</param>
public sealed record RetryRequest(string Id)
{
    /// <summary>Asks the run to stop after the unit it is in; the token given to the method cancels the unit itself.</summary>
    public CancellationToken StopAfterUnit { get; init; }
}
