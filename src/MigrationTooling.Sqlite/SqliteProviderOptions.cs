using System;

namespace MigrationTooling.Sqlite;

/// <summary>How a <see cref="SqliteProvider"/> works.</summary>
public sealed record SqliteProviderOptions
{
    /// <summary>The history's base name; null for <c>__migrations</c>. ASCII letters, digits and underscores.</summary>
    public string? HistoryTable { get; init; }

    /// <summary>How long to wait where another connection holds the database's own locks.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of everything recorded and of every deadline.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
