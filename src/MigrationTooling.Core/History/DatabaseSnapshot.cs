using System;
using System.Linq;
using MigrationTooling.Model;

namespace MigrationTooling.History;

/// <summary>Everything a plan needs to know of a database, read at one instant.</summary>
/// <param name="Rows">The history's rows by sequence; none where there is no history.</param>
public sealed record DatabaseSnapshot(EquatableList<HistoryRow> Rows)
{
    /// <summary>A database that does not exist yet, or that nobody migrated.</summary>
    public static DatabaseSnapshot Empty { get; } = new(EquatableList<HistoryRow>.Empty);

    /// <summary>The history's format; null where there is no history.</summary>
    public HistoryFormat? Format { get; init; }

    /// <summary>Who owns or last owned the database; null where nobody ever did.</summary>
    public OwnerRow? Owner { get; init; }

    /// <summary>The runner that holds the run lock now; null where nobody does.</summary>
    public string? LiveRunner { get; init; }

    /// <summary>Where the database says it was last run, when that is another place than this one; null otherwise.</summary>
    public string? FormerHome { get; init; }

    /// <summary>History tables of other tools found beside ours.</summary>
    public EquatableList<OtherHistory> OtherHistories { get; init; } = EquatableList<OtherHistory>.Empty;

    /// <summary>The server's major version, by which its statements are placed; null where there is no server, or its version changes nothing.</summary>
    public int? ServerVersion { get; init; }

    /// <summary>The highest sequence given so far; 0 for none.</summary>
    public long LastSequence => Rows.Count == 0 ? 0 : Rows.Max(r => r.Sequence);
}

/// <summary>The owner row.</summary>
/// <param name="Token">The fencing token; rises by one with each owner.</param>
/// <param name="Runner">Who owns the database; null where it was released.</param>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Doing">The migration being run, if any.</param>
public sealed record OwnerRow(long Token, string? Runner, DateTimeOffset? Since, string? Doing)
{
    /// <summary>Until when its lease holds (UTC); null where it has none: its lock is freed when its holder ends.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>True where that is to come, by the database's own clock.</summary>
    public bool IsLeaseCurrent { get; init; }

    /// <summary>The server process that keeps a leaseholder's work going, where one is seen; null for none.</summary>
    public int? ServerProcess { get; init; }
}

/// <summary>Another tool's history table.</summary>
/// <param name="Table">Its name as the database writes it.</param>
/// <param name="Tool">Which tool makes such a table.</param>
public sealed record OtherHistory(string Table, string Tool);
