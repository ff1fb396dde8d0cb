using System;
using System.Globalization;
using MigrationTooling.Model;
using MigrationTooling.Planning;

namespace MigrationTooling.History;

/// <summary>One migration's row in the history: the only thing that decides whether it is applied.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">The order in which migrations were begun on this database; unique, rising, may have gaps.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Text">The text it was run from.</param>
public sealed record HistoryRow(string Id, long Sequence, MigrationState State, RowText Text)
{
    /// <summary>Ids it had before, oldest first.</summary>
    public EquatableList<string> FormerIds { get; init; } = EquatableList<string>.Empty;

    /// <summary>How it came to be recorded.</summary>
    public MigrationOrigin Origin { get; init; }

    /// <summary>Counts from 1; each run of its script is one attempt.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The s1 of every unit of the up script that is committed, in order; empty where the script is one unit.</summary>
    public EquatableList<string> UnitsDone { get; init; } = EquatableList<string>.Empty;

    /// <summary>Statements whose effect is committed.</summary>
    public int StatementsDone { get; init; }

    /// <summary>Statements of the up script.</summary>
    public int StatementsTotal { get; init; }

    /// <summary>What the batches of its up script committed so far; null for a script that runs once.</summary>
    public BatchProgress? Batches { get; init; }

    /// <summary>
    /// What was there before a statement that can't be in a transaction: it was about to run, and what became of it is not recorded. Null
    /// unless one is in doubt.
    /// </summary>
    public PreImage? InDoubt { get; init; }

    /// <summary>When the last attempt began (UTC).</summary>
    public DateTimeOffset RunOn { get; init; }

    /// <summary>When it completed or failed (UTC); null while it runs.</summary>
    public DateTimeOffset? FinishedOn { get; init; }

    /// <summary>Why the last attempt failed; null unless it did.</summary>
    public RowFailure? Failure { get; init; }

    /// <summary>Who ran the last attempt: user, host, process.</summary>
    public string Runner { get; init; } = "";

    /// <summary>The tool's version that ran the last attempt.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>How far the down script is; null unless it was begun and did not end.</summary>
    public RollbackProgress? Rollback { get; init; }

    /// <summary>True where the migration counts as applied.</summary>
    public bool IsApplied => State == MigrationState.Completed;

    /// <summary>True where an unfinished attempt left something committed: it can't simply be run again.</summary>
    public bool IsPartlyApplied =>
        State is not (MigrationState.Completed or MigrationState.RollingBack or MigrationState.RolledBack) && (UnitsDone.Count > 0 || StatementsDone > 0 || Batches is { Count: > 0 } || InDoubt is not null);

    /// <summary>True where a rollback was begun and nothing of it is committed: the migration stands as it did.</summary>
    public bool IsRollbackUnbegun => State == MigrationState.RollingBack && Rollback is { UnitsDone.Count: 0, StatementsDone: 0 } && InDoubt is null;

    /// <summary>True where a rollback was begun and a part of it is committed, or may be.</summary>
    public bool IsPartlyRolledBack => State == MigrationState.RollingBack && !IsRollbackUnbegun;
}

/// <summary>How far a script is whose one statement runs in batches; each is committed with this.</summary>
/// <param name="Count">Batches that changed something.</param>
/// <param name="Rows">Rows they changed.</param>
public sealed record BatchProgress(long Count, long Rows)
{
    /// <summary>Nothing yet.</summary>
    public static BatchProgress None { get; } = new(0, 0);

    /// <summary>With one more batch.</summary>
    public BatchProgress And(long rows) => new(Count + 1, Rows + rows);

    /// <summary>For people: <c>1,240,000 rows in 124 batches</c>.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0:N0} rows in {1:N0} batch{2}", Rows, Count, Count == 1 ? "" : "es");
}

/// <summary>How far a down script is. What the up script did stays in the row, since it stands until the last unit of the down is committed.</summary>
/// <param name="UnitsDone">The s1 of every unit of the down script that is committed, in order.</param>
/// <param name="StatementsDone">Statements of it whose effect is committed.</param>
/// <param name="StatementsTotal">Statements of it.</param>
public sealed record RollbackProgress(EquatableList<string> UnitsDone, int StatementsDone, int StatementsTotal);

/// <summary>The checksums of the texts a row stands for.</summary>
/// <param name="H1">The up script's h1.</param>
/// <param name="S1">The up script's s1.</param>
/// <param name="DownH1">The down script's h1; null without one.</param>
/// <param name="DownS1">The down script's s1.</param>
/// <param name="Variant">The dialect variant that ran; null for the generic script.</param>
public sealed record RowText(string H1, string S1, string? DownH1 = null, string? DownS1 = null, Dialect? Variant = null);

/// <summary>Why an attempt failed; secrets are masked.</summary>
/// <param name="Reason">The database's message.</param>
/// <param name="Code">SQLSTATE, or SQLite's result code by name.</param>
/// <param name="Place"><c>file:line:column</c>.</param>
public sealed record RowFailure(string Reason, string? Code, string? Place);
