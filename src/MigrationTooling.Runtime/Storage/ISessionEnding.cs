using System.Threading;
using System.Threading.Tasks;

namespace MigrationTooling.Storage;

/// <summary>A provider whose server works on for a runner that is gone, and can be told to stop.</summary>
public interface ISessionEnding
{
    /// <summary>The server session that is in the way of the next runner though no runner holds the run lock; null for none.</summary>
    ValueTask<LeftSession?> FindLeftSessionAsync(CancellationToken cancellationToken);

    /// <summary>Ends it, and returns once it is gone. Another session by now is left alone.</summary>
    ValueTask EndAsync(LeftSession session, CancellationToken cancellationToken);
}

/// <summary>A server session that outlived its runner.</summary>
/// <param name="Process">Its process on the server.</param>
/// <param name="Runner">Whose it was; null where that is not shown.</param>
/// <param name="Statement">What it runs, or ran last, secrets masked; null where that is not shown.</param>
/// <param name="IsActive">True where it runs it now.</param>
public sealed record LeftSession(int Process, string? Runner, string? Statement, bool IsActive);
