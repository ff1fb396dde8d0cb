using System.Threading;

namespace MigrationTooling;

/// <summary>How <c>recover</c> runs.</summary>
public sealed record RecoverRequest
{
    /// <summary>Asks the run to stop after the unit it is in; the token given to the method cancels the unit itself.</summary>
    public CancellationToken StopAfterUnit { get; init; }
}
