using System.Linq;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Execution;

/// <summary>Says why a plan may not be run, in the order of the exit codes.</summary>
internal static class PlanGate
{
    public static void Refuse(MigrationPlan plan, bool strict, RunPurpose purpose = RunPurpose.Up)
    {
        if (plan.RequestProblem is { } problem)
        {
            throw new UsageException(problem, plan.RequestFix ?? "dotnet migrate status shows what there is.");
        }

        if (plan.HasWork && plan.Findings.FirstOrDefault(f => f.Rule.Id == "MIG0504") is { } newer)
        {
            throw new UsageException(newer.Message, newer.Fix);
        }

        var errors = plan.Findings.Where(f => f.Rule.Severity == Severity.Error && f.Rule.Id != "MIG0504").ToArray();
        if (errors.FirstOrDefault(f => f.Rule.Id == "MIG0512") is { } partly)
        {
            throw new DirtyDatabaseException(partly.Message, UsageException.NothingRan, partly.Fix, null, null);
        }

        if (errors.FirstOrDefault(f => f.Rule.Id == StateRules.PartlyRolledBack.Id) is { } halfway)
        {
            throw new DirtyDatabaseException(halfway.Message, UsageException.NothingRan, halfway.Fix, null, null);
        }

        // What needs no script can be put in order whatever the files say.
        if (errors.Length > 0 && (purpose != RunPurpose.Recover || plan.ToRun.Count > 0))
        {
            throw new IntegrityException(
                errors.Length == 1 ? errors[0].Message : $"{errors.Length} applied migrations do not agree with their files.",
                errors[0].Fix, errors);
        }

        if (strict && plan.State == DatabaseState.Ahead)
        {
            throw new IntegrityException(
                "The database is ahead: it has migrations that this manifest does not know.",
                "Run the newer program, or leave out --strict.", []);
        }
    }

    /// <summary>Refuses a run that would meet a migration which can't be taken up again.</summary>
    public static void RefuseUndecidable(EquatableList<PlannedMigration> toRun, RunPlanner planner)
    {
        foreach (var migration in toRun.Where(m => m.Row is { IsPartlyApplied: true }))
        {
            string id = migration.Migration.Id;
            var script = planner.ScriptOf(migration);
            string known = string.Join('\n', UnfinishedFacts.Of(migration.Row!, script).Lines());
            switch (RecoveryPlanner.For(migration, script))
            {
                case RecoveryDecision.Changed when migration.Row!.Batches is { Count: > 0 } batches:
                    throw new DirtyDatabaseException(
                        $"'{id}' was interrupted after {batches}, and its statement has another text now.",
                        known, $"Give {migration.Up.Path} the text of its committed batches back, then: dotnet migrate up\n{MendingCommand.Decide(id)}", null, null);
                case RecoveryDecision.Changed changed:
                    throw new DirtyDatabaseException(
                        $"'{id}' was interrupted after unit {migration.Row!.UnitsDone.Count}, and unit {changed.Unit + 1}, which is committed, has another text now.",
                        known, $"Give {migration.Up.Path} the text of its committed units back, then: dotnet migrate up\n{MendingCommand.Decide(id)}", null, null);
                case RecoveryDecision.SessionLost { Temporary: var lost }:
                    throw new DirtyDatabaseException(
                        $"'{id}' was interrupted after unit {migration.Row!.UnitsDone.Count}, and what is left needs {(lost.IsSetting ? "what" : "the temporary")} '{lost.Name}' of unit {lost.Made + 1}{(lost.IsSetting ? " set" : "")}, which ended with its connection.",
                        known, $"Do the rest of {migration.Up.Path} by hand, or take its committed units out.\n{MendingCommand.Decide(id)}", null, null);
                case RecoveryDecision.Unknown unknown:
                    throw new DirtyDatabaseException(
                        $"'{id}' ended outside its transaction: {unknown.Statements} of its statements may be kept or not.",
                        known, $"{MendingCommand.Decide(id)}\nIf nothing of the unit in doubt is there: {MendingCommand.ResolveAsFailed(id)}", null, null);
                default:
                    break;
            }
        }
    }
}
