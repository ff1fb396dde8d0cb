using MigrationTooling.Checksums;
using MigrationTooling.Model;

namespace MigrationTooling.Locking;

/// <summary>What <c>migrations.lock</c> says: which migrations are frozen for the team, in apply order.</summary>
/// <param name="Dialect">The header's dialect.</param>
/// <param name="Entries">One per locked migration, in apply order.</param>
/// <param name="Accepted">The <c>was</c> lines: hashes that were replaced on purpose.</param>
public sealed record LockFile(Dialect Dialect, EquatableList<LockEntry> Entries, EquatableList<AcceptedEdit> Accepted)
{
    private readonly KeptEntries _byId = new();

    /// <summary>The file's name inside the migrations directory.</summary>
    public const string FileName = "migrations.lock";

    /// <summary>The newest format this version reads and the one it writes.</summary>
    public const int Format = 1;

    internal EntriesById ById => _byId.Of(Entries);

    /// <summary>A lock that freezes nothing yet.</summary>
    public static LockFile Empty(Dialect dialect) => new(dialect, EquatableList<LockEntry>.Empty, EquatableList<AcceptedEdit>.Empty);
}

/// <summary>One locked migration.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Scripts">Its up (and down) per variant; the generic one has a null variant.</param>
/// <param name="After">The locked id before it; null for the first.</param>
/// <param name="Aliases">Former ids, oldest first; retired for ever.</param>
/// <param name="OutOfOrder">True where its place in the order was accepted (<c>lock --accept</c> of a hotfix).</param>
/// <param name="Line">1-based line in the lock file; 0 for an entry not yet written.</param>
public sealed record LockEntry(
    string Id,
    EquatableList<LockedScript> Scripts,
    string? After,
    EquatableList<string> Aliases,
    bool OutOfOrder,
    int Line);

/// <summary>The frozen checksums of one variant of a migration.</summary>
/// <param name="Variant">The dialect's own file; null for the generic one.</param>
/// <param name="H1">The up script's h1; null where this variant has a down script only.</param>
/// <param name="S1">The up script's s1; null exactly where <paramref name="H1"/> is.</param>
/// <param name="DownH1">The down script's h1; null where there is none.</param>
/// <param name="Sketch">The up script's sketch; <see cref="Sketch.Empty"/> where there is no up script.</param>
public sealed record LockedScript(Dialect? Variant, string? H1, string? S1, string? DownH1, Sketch Sketch);

/// <summary>A <c>was</c> line: an edit that somebody accepted, with what ran before it.</summary>
/// <param name="Id">The migration.</param>
/// <param name="Variant">Which variant changed; null for the generic one.</param>
/// <param name="H1">The h1 of the up script that ran before; null where nothing ran (an accepted hotfix, a variant where there was no generic script).</param>
/// <param name="S1">The s1 of that script; null exactly where <paramref name="H1"/> is.</param>
/// <param name="DownH1">The h1 of the down script before; null where there was none.</param>
/// <param name="Reason">Why, in the words of who accepted it.</param>
/// <param name="Line">1-based line in the lock file; 0 when not yet written.</param>
public sealed record AcceptedEdit(string Id, Dialect? Variant, string? H1, string? S1, string? DownH1, string Reason, int Line);
