using System;
using MigrationTooling.Model;

namespace MigrationTooling.History;

/// <summary>What is written to the history in one transaction; every step of the protocol is one of these.</summary>
/// <param name="Rows">Rows to insert or replace.</param>
/// <param name="Journal">Entries to append, in order.</param>
public sealed record HistoryWrite(EquatableList<RowWrite> Rows, EquatableList<JournalEntry> Journal)
{
    /// <summary>The migration that the owner row says the runner is doing from now on; null leaves what it says.</summary>
    public string? Doing { get; init; }

    /// <summary>Texts to keep, by h1; one that is kept already is left as it is.</summary>
    public EquatableList<StoredText> Texts { get; init; } = EquatableList<StoredText>.Empty;
}

/// <summary>A row to write.</summary>
/// <param name="Row">Its content.</param>
/// <param name="Kind">What is known of the row in the database, so that the usual steps cost little.</param>
/// <param name="ReplacesId">The id under which the row was known so far, where it changes; null otherwise.</param>
public sealed record RowWrite(HistoryRow Row, RowWriteKind Kind = RowWriteKind.Any, string? ReplacesId = null)
{
    /// <summary>True where it also writes which statement is in doubt, or that none is any more.</summary>
    public bool WithDoubt { get; init; }
}

/// <summary>How much of a row a write changes.</summary>
public enum RowWriteKind
{
    /// <summary>Anything, whether the row exists or not.</summary>
    Any = 0,

    /// <summary>The row does not exist yet.</summary>
    New = 1,

    /// <summary>The row exists, and only its state, its units and statements done, its finish and its failure change.</summary>
    Progress = 2,

    /// <summary>As <see cref="Progress"/>, and how far its rollback is.</summary>
    Rollback = 3,

    /// <summary>As <see cref="Progress"/>, and how far its batches are.</summary>
    Batch = 4,
}

/// <summary>A line of the append-only journal. Who and with which version is added by the writer.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Kind">What happened.</param>
/// <param name="Migration">The migration's id; null where it concerns the database.</param>
public sealed record JournalEntry(DateTimeOffset At, JournalKind Kind, string? Migration = null)
{
    /// <summary>The attempt it belongs to; 0 for none.</summary>
    public int Attempt { get; init; }

    /// <summary>The up script's h1 at that time.</summary>
    public string? H1 { get; init; }

    /// <summary>The up script's s1 at that time.</summary>
    public string? S1 { get; init; }

    /// <summary>What else is worth keeping, in words; secrets are masked.</summary>
    public string? Detail { get; init; }
}

/// <summary>A script's text as it is kept in the history.</summary>
/// <param name="H1">The h1 of the text as it was run.</param>
/// <param name="Text">The normalised text, secrets masked.</param>
/// <param name="IsMasked">True where something was masked: it can be shown, but not be run or restored.</param>
public sealed record StoredText(string H1, string Text, bool IsMasked);
