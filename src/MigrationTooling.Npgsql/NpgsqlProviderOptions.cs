using System;

namespace MigrationTooling.Npgsql;

/// <summary>How an <see cref="NpgsqlProvider"/> works.</summary>
public sealed record NpgsqlProviderOptions
{
    /// <summary>The history's base name; null for <c>__migrations</c>. ASCII letters, digits and underscores.</summary>
    public string? HistoryTable { get; init; }

    /// <summary>The schema of the history; null: where an unqualified name finds it, or would make it.</summary>
    public string? Schema { get; init; }

    /// <summary>
    /// How long a statement of a transaction waits for a lock before its whole unit is rolled back and run again, a few times; zero waits for
    /// ever. A <c>lock_timeout</c> of the role, the database or the script itself goes before.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a broken connection is replaced, and the end of its session on the server waited for.</summary>
    public TimeSpan ReconnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How runners are kept in order.</summary>
    public RunLockMode RunLock { get; init; }

    /// <summary>How long a lease holds from its last heartbeat on, by the server's clock; a third of it lies between two heartbeats.</summary>
    public TimeSpan LeaseLength { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of every deadline.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
