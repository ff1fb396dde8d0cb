using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Planning;

/// <summary>What a rollback would do, and why it would not.</summary>
/// <param name="Standing">Where the database stands, as <c>up</c> sees it.</param>
/// <param name="ToRun">What is taken back, in this order.</param>
/// <param name="Findings">What is worth saying; an error refuses the rollback.</param>
public sealed record RollbackPlan(MigrationPlan Standing, EquatableList<PlannedRollback> ToRun, EquatableList<Finding> Findings)
{
    /// <summary>What is wrong with the request itself (an unknown target); null where it is sound.</summary>
    public string? RequestProblem { get; init; }

    /// <summary>True where a run would write.</summary>
    public bool HasWork => ToRun.Count > 0 || Standing.Abandonments.Count > 0;
}

/// <summary>A migration that is to be taken back.</summary>
/// <param name="Row">Its row, as it is once renames and interrupted rollbacks are recorded.</param>
/// <param name="Migration">The manifest's entry; null where only the database knows it.</param>
/// <param name="Source">Where its down script comes from.</param>
/// <param name="File">The down script of the file; null where there is none.</param>
public sealed record PlannedRollback(HistoryRow Row, Migration? Migration, DownSource Source, MigrationScript? File)
{
    /// <summary>Its id.</summary>
    public string Id => Row.Id;

    /// <summary>The script that is run, once the history's text was read; null before.</summary>
    public MigrationScript? Script { get; init; } = Source == DownSource.File ? File : null;
}
