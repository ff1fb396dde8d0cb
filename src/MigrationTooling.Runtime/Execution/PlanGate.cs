using System.Linq;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Execution;

/// <summary>Says why a plan may not be run, in the order of the exit codes.</summary>
internal static class PlanGate
{
    public static void Refuse(MigrationPlan plan, bool strict)
    {
        if (plan.RequestProblem is { } problem)
        {
            throw new UsageException(problem, "dotnet migrate status shows what there is.");
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

        if (plan.State == DatabaseState.Rollback)
        {
            throw new DirtyDatabaseException("A rollback was begun and did not end.", UsageException.NothingRan, "dotnet migrate status shows which.", null, null);
        }

        if (errors.Length > 0)
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
            string done = $"{migration.Row!.StatementsDone} of {migration.Row.StatementsTotal} statements of '{id}' are committed.";
            switch (RecoveryPlanner.Decide(migration.Row, planner.ScriptOf(migration)))
            {
                case RecoveryDecision.Changed changed:
                    throw new DirtyDatabaseException(
                        $"'{id}' was interrupted after unit {migration.Row.UnitsDone.Count}, and unit {changed.Unit + 1}, which is committed, has another text now.",
                        done, $"Give {migration.Up.Path} the text of its committed units back, then: dotnet migrate up", null, null);
                case RecoveryDecision.Unknown unknown:
                    throw new DirtyDatabaseException(
                        $"'{id}' ended outside its transaction: {unknown.Statements} of its statements may be kept or not.",
                        done, "Restore the database from a backup made before, then: dotnet migrate up", null, null);
                default:
                    break;
            }
        }
    }
}
