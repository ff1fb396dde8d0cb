using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Execution;

/// <summary>Says why a rollback may not be run, in the order of the exit codes. Everything is known before the first down script runs.</summary>
internal static class RollbackGate
{
    private static readonly string[] OfThisRollback = [StateRules.NoWayBack.Id, StateRules.DownChanged.Id];

    /// <summary>What is wrong whatever the scripts say.</summary>
    public static void RefuseRequest(RollbackPlan plan)
    {
        if (plan.RequestProblem is { } problem)
        {
            throw new UsageException(problem, "dotnet migrate status shows what there is.");
        }

        if (plan.HasWork && plan.Findings.FirstOrDefault(f => f.Rule.Id == StateRules.NewerHistory.Id) is { } newer)
        {
            throw new UsageException(newer.Message, newer.Fix);
        }
    }

    public static void Refuse(RollbackPlan plan, RunPlanner planner)
    {
        var errors = plan.Findings.Where(f => f.Severity == Severity.Error && f.Rule.Id != StateRules.NewerHistory.Id).ToArray();
        RefuseDirty(plan, errors, planner);
        var integrity = errors.Where(f => !OfThisRollback.Contains(f.Rule.Id)).ToArray();
        if (integrity.Length > 0)
        {
            throw new IntegrityException(
                integrity.Length == 1 ? integrity[0].Message : $"{integrity.Length} applied migrations do not agree with their files.", integrity[0].Fix, integrity);
        }

        var refusals = errors.Concat(plan.ToRun.Where(r => r.Script is not null).SelectMany(r => Unsound(r, planner))).ToArray();
        if (refusals.Length > 0)
        {
            throw new RefusedException(
                refusals.Length == 1 ? refusals[0].Message : $"{refusals.Length} of the migrations can't be taken back; none was.", refusals[0].Fix, refusals);
        }
    }

    private static void RefuseDirty(RollbackPlan plan, Finding[] errors, RunPlanner planner)
    {
        if (errors.FirstOrDefault(f => f.Rule.Id == StateRules.PartlyApplied.Id || f.Rule.Id == StateRules.PartlyRolledBack.Id) is { } partly)
        {
            throw new DirtyDatabaseException(partly.Message, UsageException.NothingRan, partly.Fix, null, null);
        }

        foreach (var rollback in plan.ToRun.Where(r => r.Row.IsPartlyRolledBack && r.Script is not null))
        {
            string done = $"{rollback.Row.Rollback?.StatementsDone ?? 0} of {rollback.Row.Rollback?.StatementsTotal ?? 0} statements of its down script are committed.";
            switch (RollbackRecovery.Decide(rollback.Row, planner.ScriptOf(rollback.Script!)))
            {
                case RecoveryDecision.Changed changed:
                    throw new DirtyDatabaseException(
                        $"The rollback of '{rollback.Id}' was interrupted after unit {rollback.Row.Rollback!.UnitsDone.Count}, and unit {changed.Unit + 1} of its down script, which is committed, has another text now.",
                        done, $"Give {rollback.Script!.Path} the text of its committed units back, then: dotnet migrate down --down-from file\n{MendingCommand.Decide(rollback.Id)}", null, null);
                case RecoveryDecision.SessionLost lost:
                    throw new DirtyDatabaseException(
                        $"The rollback of '{rollback.Id}' was interrupted, and what is left of its down script needs '{lost.Temporary.Name}', {(lost.Temporary.IsSetting ? "a setting" : "a temporary object")} that ended with its connection.",
                        done, MendingCommand.Decide(rollback.Id), null, null);
                case RecoveryDecision.Unknown:
                    throw new DirtyDatabaseException(
                        $"The rollback of '{rollback.Id}' ended outside its transaction: it can't be told what of it is kept.",
                        done, MendingCommand.Decide(rollback.Id), null, null);
                default:
                    break;
            }
        }
    }

    private static IEnumerable<Finding> Unsound(PlannedRollback rollback, RunPlanner planner) =>
        planner.ScriptOf(rollback.Script!).Refusals.Select(ScriptRefusal.OfDown).Select(r => new Finding(r.Rule, rollback.Id, rollback.Script!.Path, r.Place, r.Message, r.Fix) { Severity = Severity.Error });
}
