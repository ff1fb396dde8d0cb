using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Events;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>A rollback of a run.</summary>
/// <param name="Planned">The migration.</param>
/// <param name="Plan">How its down script is run.</param>
/// <param name="Number">Its number in this run, from 1.</param>
/// <param name="Count">How many are taken back.</param>
/// <param name="IsNamedLater">Whether a down script that runs after it names a table.</param>
/// <param name="IsLeftBehind">Whether a table is what this rollback and earlier ones left behind.</param>
internal sealed record RollbackAssignment(
    PlannedRollback Planned, ScriptPlan Plan, int Number, int Count, Func<string, bool> IsNamedLater, Func<string, bool> IsLeftBehind);

/// <summary>Takes one migration back: the intent is committed, then each unit of its down script with its history write.</summary>
internal sealed class RollbackRun(IDatabaseRunner runner, Dialect dialect, MigratorOptions options, RollbackAssignment assignment)
{
    private PlannedRollback Planned => assignment.Planned;

    /// <summary>Takes it back; the failure where it failed. A cancelled one is rolled back, recorded, and thrown.</summary>
    /// <param name="stopAfterUnit">Asks to end between two units.</param>
    /// <param name="cancellationToken">Cancels the statement itself.</param>
    public async Task<MigrationFailure?> RunAsync(CancellationToken stopAfterUnit, CancellationToken cancellationToken)
    {
        using var activity = MigrationRun.Source.StartActivity("roll back " + Planned.Id);
        activity?.SetTag("migration.id", Planned.Id);
        long start = options.TimeProvider.GetTimestamp();
        int from = RollbackRecovery.Decide(Planned.Row, assignment.Plan) is RecoveryDecision.RunFrom { Unit: var unit } ? unit : 0;
        var steps = new DownSteps(Planned.Script!, assignment.Plan, Planned.Source);
        var intent = steps.Intent(Planned.Row, from, options.TimeProvider.GetUtcNow());
        await runner.WriteAsync(intent.Write, cancellationToken).ConfigureAwait(false);
        Observe(new MigrationEvent.RollbackStarted(Planned.Id, assignment.Number, assignment.Count, assignment.Plan.Statements, from > 0));

        var work = new ScriptWork(Planned.Script!, assignment.Plan, steps, from, assignment.IsNamedLater) { IsLeftBehind = assignment.IsLeftBehind };
        var failure = await new ScriptExecution(runner, dialect, options, work).RunAsync(intent.Row, stopAfterUnit, cancellationToken).ConfigureAwait(false);
        if (failure is null)
        {
            Observe(new MigrationEvent.RolledBack(Planned.Id, options.TimeProvider.GetElapsedTime(start)));
        }
        else
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            Observe(new MigrationEvent.RollbackFailed(failure));
        }

        return failure;
    }

    private void Observe(MigrationEvent migrationEvent) => options.Observer?.Observe(migrationEvent);
}
