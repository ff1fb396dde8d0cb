using System;
using System.Threading.Tasks;
using MigrationTooling.Storage;

namespace MigrationTooling;

/// <summary>What may be ended by hand to free a database.</summary>
public sealed record UnlockRequest
{
    /// <summary>Asked before the server session of a runner that is gone is ended; null: never ended.</summary>
    public Func<LeftSession, Task<bool>>? MayEndSession { get; init; }

    /// <summary>True: a lease that has not ended is ended. Its holder, should it live, is stopped by the fence.</summary>
    public bool EndsLease { get; init; }
}
