using System;

namespace MigrationTooling.Npgsql;

/// <summary>How an <see cref="NpgsqlProvider"/> works.</summary>
public sealed record NpgsqlProviderOptions
{
    /// <summary>The history's base name; null for <c>__migrations</c>. ASCII letters, digits and underscores.</summary>
    public string? HistoryTable { get; init; }

    /// <summary>The schema of the history; null: where an unqualified name finds it, or would make it.</summary>
    public string? Schema { get; init; }

    /// <summary>The clock of every deadline.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
