using System;

namespace MigrationTooling.History;

/// <summary>The words stored in the history and printed in JSON; never changed, since old databases hold them.</summary>
public static class HistoryWords
{
    private static readonly string[] States = ["pending", "in_progress", "completed", "failed", "rolling_back", "rolled_back"];
    private static readonly string[] Origins = ["ran", "marked", "baselined", "adopted"];
    private static readonly string[] Kinds =
    [
        "created", "upgraded", "owned", "released", "intent", "unit_completed", "completed", "failed", "cancelled", "renamed", "restamped", "moved",
        "rollback_intent", "rolled_back", "rollback_failed", "rollback_abandoned",
        "resolved", "baselined", "unlocked", "recovered", "accepted", "statement_intent",
    ];

    /// <summary>The word of a state.</summary>
    public static string Word(this MigrationState state) => States[(int)state];

    /// <summary>The word of an origin.</summary>
    public static string Word(this MigrationOrigin origin) => Origins[(int)origin];

    /// <summary>The word of a journal entry's kind.</summary>
    public static string Word(this JournalKind kind) => Kinds[(int)kind];

    /// <summary>Reads a state's word; null for a word this version does not know (a newer tool wrote it).</summary>
    public static MigrationState? ParseState(string word) =>
        Array.IndexOf(States, word) is >= 0 and var index ? (MigrationState)index : null;

    /// <summary>Reads an origin's word; null for a word this version does not know.</summary>
    public static MigrationOrigin? ParseOrigin(string word) =>
        Array.IndexOf(Origins, word) is >= 0 and var index ? (MigrationOrigin)index : null;
}
