using System;
using System.Collections.Generic;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Results;

/// <summary>Where a database stands; the JSON of <c>status</c>.</summary>
/// <param name="State">Its state in one word.</param>
/// <param name="Current">The migration applied last; null where none is.</param>
/// <param name="Database">Which database.</param>
/// <param name="Migrations">Every migration known to the manifest or to the history, in manifest order, the others after.</param>
/// <param name="Pending">How many wait.</param>
/// <param name="RunLock">The runner at work; null where none is.</param>
/// <param name="Findings">What is worth saying.</param>
public sealed record StatusReport(
    DatabaseState State,
    string? Current,
    DatabaseDescription Database,
    IReadOnlyList<MigrationStatus> Migrations,
    int Pending,
    RunLockStatus? RunLock,
    IReadOnlyList<Finding> Findings);

/// <summary>A database's dialect and its address, secrets masked.</summary>
public sealed record DatabaseDescription(string Dialect, string Url);

/// <summary>One migration's standing.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Its state.</param>
/// <param name="Origin">How it came to be recorded; null where it has no row.</param>
/// <param name="Checksum">The up script's checksum as applied, else as in the manifest.</param>
/// <param name="RunOn">When its last attempt began.</param>
/// <param name="FinishedOn">When that ended.</param>
/// <param name="FailureReason">Why that failed; secrets masked.</param>
/// <param name="StatementsDone">Statements committed; null where it has no row.</param>
/// <param name="StatementsTotal">Statements of its script; null where it has no row.</param>
/// <param name="Locked">True where the lock file froze it.</param>
public sealed record MigrationStatus(
    string Id,
    MigrationState State,
    MigrationOrigin? Origin,
    string? Checksum,
    DateTimeOffset? RunOn,
    DateTimeOffset? FinishedOn,
    string? FailureReason,
    int? StatementsDone,
    int? StatementsTotal,
    bool Locked)
{
    /// <summary>
    /// True for one that was interrupted behind committed units, or in a statement that can't be in a transaction, and that the next <c>up</c> takes up by itself; false where an
    /// operator has to decide; null for any other.
    /// </summary>
    public bool? Resumes { get; init; }

    /// <summary>What the catalog says of a statement that was interrupted outside a transaction; null where none was.</summary>
    public string? InDoubt { get; init; }
}

/// <summary>Who is at work.</summary>
/// <param name="Runner">User, host and process.</param>
/// <param name="Since">Since when; null where that can't be told.</param>
/// <param name="Doing">The migration being run, if any.</param>
public sealed record RunLockStatus(string Runner, DateTimeOffset? Since, string? Doing)
{
    /// <summary>Until when its lease holds; null where its lock is freed when its session or process ends.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The server process that has a leaseholder's transaction open, or runs for it what can't be in one; null where none is seen. As long as there is one, nobody takes over, whatever the lease says.</summary>
    public int? ServerProcess { get; init; }
}
