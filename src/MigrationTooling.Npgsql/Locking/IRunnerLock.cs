using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Sessions;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>What keeps runners in order on a server.</summary>
internal interface IRunnerLock
{
    /// <summary>Null for a lock of server sessions; how long a lease holds otherwise.</summary>
    LeaseTerms? Terms { get; }

    /// <summary>Asks once.</summary>
    ValueTask<RunLockAnswer> TryAsync(WorkSession work, CancellationToken cancellationToken);

    /// <summary>This runner became the owner under a new token.</summary>
    ValueTask OwnsAsync(long token, CancellationToken cancellationToken);

    /// <summary>After the connection that worked broke: null once nothing of it is at work on the server any more, else what is.</summary>
    /// <param name="work">The new session.</param>
    /// <param name="process">The server process of the one that broke, as far as it is known.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<string?> RegainAsync(ServerSession work, int process, CancellationToken cancellationToken);

    /// <summary>Who is in the way of the session that works; null where nobody is, or nobody can tell.</summary>
    ValueTask<string?> BlockersAsync(ServerSession work, CancellationToken cancellationToken);

    /// <summary>Takes again what a script may have freed (DISCARD ALL, pg_advisory_unlock_all) of the session that works.</summary>
    void Keep(Pipeline pipeline);

    /// <summary>Keeps others from taking over while a statement runs that no fence can be put before in the same transaction.</summary>
    ValueTask HoldAsync(CancellationToken cancellationToken);

    /// <summary>The end of that.</summary>
    ValueTask LetGoAsync();

    /// <summary>Gives it back. Where a connection is gone, the server has done that.</summary>
    ValueTask FreeAsync(ServerSession work);
}
