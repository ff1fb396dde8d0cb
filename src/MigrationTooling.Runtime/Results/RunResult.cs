using System.Collections.Generic;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Results;

/// <summary>What a run did; the JSON of <c>up</c>.</summary>
/// <param name="State">The database's state after it.</param>
/// <param name="Applied">The ids that were applied, in order.</param>
/// <param name="Failed">The failure that ended it; null where none did.</param>
public sealed record RunResult(DatabaseState State, IReadOnlyList<string> Applied, MigrationFailure? Failed)
{
    /// <summary>The ids that were rolled back.</summary>
    public IReadOnlyList<string> RolledBack { get; init; } = [];

    /// <summary>Ids whose earlier attempt was interrupted or failed and that this run took up again.</summary>
    public IReadOnlyList<string> Recovered { get; init; } = [];

    /// <summary>Ids that the database knew under a former name and took over, as <c>old → new</c> pairs.</summary>
    public IReadOnlyList<RenamedMigration> Renamed { get; init; } = [];

    /// <summary>Of those rolled back, the ids whose lines in the lock file this database's own run added.</summary>
    public IReadOnlyList<string> LockedHere { get; init; } = [];

    /// <summary>What is still pending afterwards.</summary>
    public IReadOnlyList<string> Pending { get; init; } = [];

    /// <summary>What else was put in order, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was worth saying and refused nothing.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>An id that changed in the history.</summary>
public sealed record RenamedMigration(string From, string To);

/// <summary>Why a migration failed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="File">Its file, relative to the migrations directory.</param>
/// <param name="Line">1-based line the database points at, else the statement's first.</param>
/// <param name="Column">1-based column.</param>
/// <param name="Statement">The statement, shortened, secrets masked; null where no single one failed.</param>
/// <param name="SqlState">SQLSTATE, or SQLite's result code by name.</param>
/// <param name="Message">The database's words, secrets masked.</param>
/// <param name="LeftBehind">What is left behind, in one sentence.</param>
public sealed record MigrationFailure(
    string Id, string File, int Line, int Column, string? Statement, string? SqlState, string Message, string LeftBehind)
{
    /// <summary>What may mend it, where that is known.</summary>
    public string? Hint { get; init; }

    /// <summary>What has to be mended before it is run again: the script's file, unless something else was the cause.</summary>
    public string Remedy { get; init; } = "Mend " + File;

    /// <summary>Further facts, one a line (the rows that break a foreign key).</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}
