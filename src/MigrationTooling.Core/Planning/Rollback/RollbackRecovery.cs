using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>What is to be done about rollbacks that were begun and did not end. Pure.</summary>
public static class RollbackRecovery
{
    /// <summary>Rows of rollbacks of which nothing is committed, and what they become: the migration is applied as it was before.</summary>
    public static EquatableList<RowChange> Unbegun(IReadOnlyList<HistoryRow> rows) =>
        rows.Where(r => r.IsRollbackUnbegun).Select(r => new RowChange(r, Abandoned(r))).ToEquatableList();

    /// <summary>The row as it was before its rollback was begun.</summary>
    public static HistoryRow Abandoned(HistoryRow row) =>
        (row ?? throw new ArgumentNullException(nameof(row))) with { State = MigrationState.Completed, Rollback = null, Failure = null };

    /// <summary>Where a rollback that was begun is taken up again.</summary>
    public static RecoveryDecision Decide(HistoryRow row, ScriptPlan script)
    {
        if (row is null || script is null)
        {
            throw new ArgumentNullException(row is null ? nameof(row) : nameof(script));
        }

        return !row.IsPartlyRolledBack ? new RecoveryDecision.RunFrom(0)
            : row.Rollback is { } progress ? RecoveryPlanner.InDoubt(row) ?? RecoveryPlanner.After(progress.UnitsDone, progress.StatementsDone, script)
            : new RecoveryDecision.Unknown(script.Statements);
    }

    internal static IEnumerable<Finding> Findings(IReadOnlyList<HistoryRow> rows)
    {
        foreach (var row in rows.Where(r => r.State == MigrationState.RollingBack))
        {
            yield return row.IsPartlyRolledBack
                ? new Finding(
                    StateRules.PartlyRolledBack, row.Id, "", TextPlace.Start,
                    $"The rollback of '{row.Id}' was begun and did not end: {row.Rollback?.StatementsDone ?? 0} of {row.Rollback?.StatementsTotal ?? 0} statements of its down script are committed.",
                    "End it: dotnet migrate down")
                : new Finding(
                    StateRules.RollbackUnbegun, row.Id, "", TextPlace.Start,
                    $"A rollback of '{row.Id}' was interrupted before anything of it was committed: the migration is applied as before; the next run records it.",
                    "");
        }
    }
}
