using System;

namespace MigrationTooling.Sqlite;

/// <summary>How a <see cref="SqliteProvider"/> works.</summary>
public sealed record SqliteProviderOptions
{
    /// <summary>The history's base name; null for <c>__migrations</c>. ASCII letters, digits and underscores.</summary>
    public string? HistoryTable { get; init; }

    internal static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait where another connection holds the database's own locks; by default what the connection string says (<c>Default Timeout</c>), 30 seconds where it does not.</summary>
    public TimeSpan BusyTimeout { get; init; } = DefaultBusyTimeout;

    /// <summary>The clock of everything recorded and of every deadline.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
