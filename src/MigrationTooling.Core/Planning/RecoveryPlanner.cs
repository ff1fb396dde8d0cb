using System;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>Decides, from what is recorded, where an unfinished migration is taken up again. Pure.</summary>
public static class RecoveryPlanner
{
    /// <summary>The decision for a pending migration that an earlier attempt may have begun.</summary>
    public static RecoveryDecision For(PlannedMigration migration, ScriptPlan script)
    {
        if (migration is null)
        {
            throw new ArgumentNullException(nameof(migration));
        }

        // A batch takes what the ones before it left; another statement would take something else.
        return migration.Row is { IsPartlyApplied: true, Batches.Count: > 0 } row && row.Text.S1 != migration.Up.S1
            ? new RecoveryDecision.Changed(0)
            : Decide(migration.Row, script);
    }

    /// <summary>The decision for a script of a row that an earlier attempt left.</summary>
    public static RecoveryDecision Decide(HistoryRow? row, ScriptPlan script)
    {
        if (row is null || !row.IsPartlyApplied)
        {
            // The intent is all that was committed: nothing of the script is there, whatever it said then.
            return new RecoveryDecision.RunFrom(0);
        }

        return InDoubt(row) ?? After(row.UnitsDone, row.StatementsDone, script);
    }

    /// <summary>A statement in doubt of which the catalog can tell nothing; what it can tell of others is looked up when they are met.</summary>
    internal static RecoveryDecision? InDoubt(HistoryRow row) =>
        row.InDoubt is { Target.Kind: OutsideKind.Call } ? new RecoveryDecision.Unknown(1) : null;

    /// <summary>Behind the units that are committed, where the script still has them.</summary>
    internal static RecoveryDecision After(EquatableList<string> unitsDone, int statementsDone, ScriptPlan script)
    {
        int statements = 0;
        for (int i = 0; i < unitsDone.Count; i++)
        {
            if (i >= script.Units.Count || script.Units[i].S1 != unitsDone[i])
            {
                return new RecoveryDecision.Changed(i);
            }

            statements += script.Units[i].Statements;
        }

        return statementsDone != statements ? new RecoveryDecision.Unknown(statementsDone - statements)
            : unitsDone.Count < script.Units.Count ? GoOn(unitsDone.Count, script)
            : new RecoveryDecision.Changed(script.Units.Count);
    }

    // A temporary table died with its connection; only the units that made and filled it could bring it back, and they are committed.
    private static RecoveryDecision GoOn(int unit, ScriptPlan script) =>
        script.Temporaries.FirstOrDefault(t => t.Made < unit && t.LastNamed >= unit) is { } lost
            ? new RecoveryDecision.SessionLost(lost)
            : new RecoveryDecision.RunFrom(unit);
}

/// <summary>Where to go on.</summary>
public abstract record RecoveryDecision
{
    private RecoveryDecision()
    {
    }

    /// <summary>Run from this unit; those before it are committed and unchanged.</summary>
    /// <param name="Unit">The unit's index from 0.</param>
    public sealed record RunFrom(int Unit) : RecoveryDecision;

    /// <summary>A unit that is committed has another text now, or is gone: an operator must decide.</summary>
    /// <param name="Unit">The first unit that differs, from 0.</param>
    public sealed record Changed(int Unit) : RecoveryDecision;

    /// <summary>What is left to run needs a temporary object that an earlier unit made, and that ended with its connection: an operator must decide.</summary>
    /// <param name="Temporary">The object.</param>
    public sealed record SessionLost(TemporaryUse Temporary) : RecoveryDecision;

    /// <summary>Statements outside every recorded unit may be kept: an operator must decide.</summary>
    /// <param name="Statements">How many.</param>
    public sealed record Unknown(int Statements) : RecoveryDecision;
}
