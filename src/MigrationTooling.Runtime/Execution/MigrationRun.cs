using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>A migration of a run.</summary>
/// <param name="Planned">The migration.</param>
/// <param name="Script">How its up script is run.</param>
/// <param name="Sequence">Its place in the order of this database.</param>
/// <param name="Number">Its number in this run, from 1.</param>
/// <param name="Count">How many run.</param>
/// <param name="IsNamedLater">Whether a later pending migration names a table.</param>
internal sealed record Assignment(PlannedMigration Planned, ScriptPlan Script, long Sequence, int Number, int Count, Func<string, bool> IsNamedLater)
{
    /// <summary>Its intent, where that may have been committed with the migration before it; null otherwise.</summary>
    public NextIntent? Intent { get; init; }

    /// <summary>The intent of what runs behind it, where that may be committed with it; null otherwise.</summary>
    public NextIntent? Next { get; init; }
}

/// <summary>Applies one migration: the intent is committed, unless it is already, then each unit with its history write.</summary>
internal sealed class MigrationRun(IDatabaseRunner runner, RunnerIdentity identity, Dialect dialect, MigratorOptions options, Assignment assignment)
{
    internal static readonly ActivitySource Source = new("MigrationTooling");

    private PlannedMigration Migration => assignment.Planned;

    private ScriptPlan Script => assignment.Script;

    /// <summary>Applies it; the failure where it failed. A cancelled one is rolled back, recorded, and thrown.</summary>
    /// <param name="stopAfterUnit">Asks to end between two units.</param>
    /// <param name="cancellationToken">Cancels the statement itself.</param>
    public async Task<MigrationFailure?> ApplyAsync(CancellationToken stopAfterUnit, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("migrate " + Migration.Migration.Id);
        activity?.SetTag("migration.id", Migration.Migration.Id).SetTag("migration.attempt", (Migration.Row?.Attempt ?? 0) + 1);
        long start = options.TimeProvider.GetTimestamp();
        int from = RecoveryPlanner.For(Migration, Script) is RecoveryDecision.RunFrom { Unit: var unit } ? unit : 0;
        var row = assignment.Intent?.Row ?? await AnnounceAsync(from, cancellationToken).ConfigureAwait(false);
        Observe(new MigrationEvent.MigrationStarted(row.Id, assignment.Number, assignment.Count, Script.Statements, row.Attempt, Migration.Up.Length));

        var work = new ScriptWork(Migration.Up, Script, new UpSteps(Migration, Script, options.AddsToLock), from, assignment.IsNamedLater)
        {
            Next = assignment.Next,
            Begun = () => assignment.Intent?.Begun(),
        };
        var failure = await new ScriptExecution(runner, dialect, options, work).RunAsync(row, stopAfterUnit, cancellationToken).ConfigureAwait(false);
        if (failure is null)
        {
            Observe(new MigrationEvent.MigrationCompleted(row.Id, options.TimeProvider.GetElapsedTime(start)));
        }
        else
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            Observe(new MigrationEvent.MigrationFailed(failure));
        }

        return failure;
    }

    private async Task<HistoryRow> AnnounceAsync(int from, CancellationToken cancellationToken)
    {
        var row = RowSteps.Intent(Migration, Script, from, assignment.Sequence, identity, options.TimeProvider.GetUtcNow());
        await runner.WriteAsync(RowSteps.IntentWrite(Migration, row, row.RunOn), cancellationToken).ConfigureAwait(false);
        return row;
    }

    private void Observe(MigrationEvent migrationEvent) => options.Observer?.Observe(migrationEvent);
}
