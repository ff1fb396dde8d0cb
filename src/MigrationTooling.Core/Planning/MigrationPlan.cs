using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Planning;

/// <summary>What a run would do, and why it would not.</summary>
/// <param name="State">The database's state.</param>
/// <param name="Current">The migration applied last; null where none is.</param>
/// <param name="Pending">Everything that waits, in manifest order.</param>
/// <param name="ToRun">What this run takes of <paramref name="Pending"/>.</param>
/// <param name="Adoptions">Rows that take over a new id.</param>
/// <param name="Restamps">Rows that take over the checksum of a reformatted text.</param>
/// <param name="Migrations">Every migration known to the manifest or to the database.</param>
/// <param name="Findings">What is worth saying; an error refuses the run.</param>
public sealed record MigrationPlan(
    DatabaseState State,
    string? Current,
    EquatableList<PlannedMigration> Pending,
    EquatableList<PlannedMigration> ToRun,
    EquatableList<RowChange> Adoptions,
    EquatableList<RowChange> Restamps,
    EquatableList<MigrationStanding> Migrations,
    EquatableList<Finding> Findings)
{
    /// <summary>What is wrong with the request itself (an unknown target); null where it is sound.</summary>
    public string? RequestProblem { get; init; }

    /// <summary>What to do about <see cref="RequestProblem"/>; null where the status says it.</summary>
    public string? RequestFix { get; init; }

    /// <summary>For a recovery: attempts whose runner died before anything of them was committed. They become failed, and can be run again.</summary>
    public EquatableList<HistoryRow> Settlements { get; init; } = EquatableList<HistoryRow>.Empty;

    /// <summary>For a recovery: the owner that died without leaving; null where there is none.</summary>
    public string? DeadOwner { get; init; }

    /// <summary>Rows of rollbacks that were interrupted before anything of them was committed: they become what they were.</summary>
    public EquatableList<RowChange> Abandonments { get; init; } = EquatableList<RowChange>.Empty;

    /// <summary>True where a run would write: something to run, to settle or to give up, or an id to adopt. A re-stamp alone waits for a run that writes anyway.</summary>
    public bool HasWork => ToRun.Count > 0 || Adoptions.Count > 0 || Abandonments.Count > 0 || Settlements.Count > 0 || DeadOwner is not null;
}

/// <summary>A pending migration with the scripts this database gets.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Up">Its up script for this dialect.</param>
/// <param name="Down">Its down script; null without one.</param>
/// <param name="Row">The row an earlier attempt left; null for the first.</param>
public sealed record PlannedMigration(Migration Migration, MigrationScript Up, MigrationScript? Down, HistoryRow? Row);

/// <summary>A change of an applied row that runs no script.</summary>
public sealed record RowChange(HistoryRow From, HistoryRow To);

/// <summary>Where one migration stands.</summary>
/// <param name="Id">Its id; the manifest's where both know it.</param>
/// <param name="State">Its state.</param>
/// <param name="Row">Its row; null where it has none.</param>
/// <param name="Migration">The manifest's entry; null where only the database knows it.</param>
/// <param name="H1">The up script's h1 as applied, else as in the manifest.</param>
public sealed record MigrationStanding(string Id, MigrationState State, HistoryRow? Row, Migration? Migration, string? H1)
{
    /// <summary>The same with its prefix, as it is shown.</summary>
    public string Checksum => "h1:" + H1;
}
