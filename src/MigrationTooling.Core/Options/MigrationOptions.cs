using System;

namespace MigrationTooling.Options;

/// <summary>A script's options, written in its leading comment as <c>-- migrate:options key:value …</c>. The defaults are what a script without options gets.</summary>
/// <param name="Transaction">False: the statements run outside a transaction.</param>
/// <param name="Rerunnable">True: safe to run again from its start after a failure.</param>
/// <param name="Irreversible">True: has no down on purpose.</param>
/// <param name="ForeignKeys">SQLite: foreign keys stay enforced while it runs.</param>
/// <param name="Store">False: the text is not stored in the history.</param>
/// <param name="Batch">Its one statement runs again and again, each time in a transaction of its own that changes at most this many rows, until it changes none; null: it runs once.</param>
/// <param name="Pause">How long to wait between two batches; null for no wait.</param>
public sealed record MigrationOptions(
    bool Transaction = true,
    bool Rerunnable = false,
    bool Irreversible = false,
    bool ForeignKeys = false,
    bool Store = true,
    int? Batch = null,
    TimeSpan? Pause = null)
{
    /// <summary>What a script without options gets.</summary>
    public static MigrationOptions Default { get; } = new();
}
