using System;

namespace MigrationTooling.History;

/// <summary>A line of the journal as it is read back.</summary>
/// <param name="Number">Its number; rises, never given twice.</param>
/// <param name="At">When (UTC); null where the column says nothing that this version reads.</param>
/// <param name="Kind">The word of its kind; a newer tool may have written one that this version does not know.</param>
/// <param name="Migration">The migration's id as it was then; null where it concerns the database.</param>
/// <param name="Attempt">The attempt it belongs to; 0 for none.</param>
public sealed record JournalRecord(long Number, DateTimeOffset? At, string Kind, string? Migration, int Attempt)
{
    /// <summary>The up script's h1 at that time.</summary>
    public string? H1 { get; init; }

    /// <summary>The up script's s1 at that time.</summary>
    public string? S1 { get; init; }

    /// <summary>Why, or what else was worth keeping; secrets are masked.</summary>
    public string? Detail { get; init; }

    /// <summary>The fencing token of the runner that wrote it.</summary>
    public long Token { get; init; }

    /// <summary>Who wrote it: user, host, process.</summary>
    public string Runner { get; init; } = "";

    /// <summary>The tool's version that wrote it.</summary>
    public string ToolVersion { get; init; } = "";
}
