using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Rules;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Runs what is pending: the work of <c>up</c>, <c>retry</c> and <c>recover</c>.</summary>
internal sealed class UpRun(MigrationManifest manifest, IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity, UpRequest request)
    : OwnedRun<MigrationPlan>(provider, options, identity)
{
    private readonly RunPlanner _planner = new(provider.Dialect);
    private readonly List<string> _applied = [];
    private readonly List<string> _recovered = [];
    private readonly List<string> _notes = [];
    private bool _hasHistory;

    protected override RunResult? SoFar => _applied.Count == 0 ? null : new RunResult(DatabaseState.Pending, _applied, null);

    private bool RecordsUndoneJournal => UndidJournal && request.Purpose == RunPurpose.Recover;

    protected override async Task<MigrationPlan> PlanAsync(IHistoryReader reader, DatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (request.Purpose == RunPurpose.Recover && snapshot.LiveRunner is { } live)
        {
            throw new DatabaseLockedException($"{live} is at work on this database, so there is nothing to recover.", UsageException.NothingRan, live, null, null);
        }

        _hasHistory = snapshot.Format is not null;
        _planner.PlanFor(snapshot);
        var plan = Planner.Plan(new PlanRequest(manifest, Provider.Dialect, snapshot)
        {
            Target = request.Target,
            Steps = request.Steps,
            Purpose = request.Purpose,
            Accepted = Options.AcceptedEdits.ToEquatableList(),
        });
        plan = await ChangedPlace.PointAsync(plan, snapshot, reader, Provider.Dialect, cancellationToken).ConfigureAwait(false);
        PlanGate.Refuse(plan, Options.Strict, request.Purpose);
        _planner.RefuseUnsound(plan.ToRun);
        PlanGate.RefuseUndecidable(plan.ToRun, _planner);
        await SessionGate.RefuseAsync(reader, plan.ToRun.Select(m => (m.Migration.Id, m.Up)), _planner, Provider.Dialect, cancellationToken).ConfigureAwait(false);
        return plan;
    }

    protected override bool HasWork(MigrationPlan plan) => plan.HasWork || (RecordsUndoneJournal && _hasHistory);

    protected override RunResult Idle(MigrationPlan plan) => Result(plan, null);

    protected override async Task<RunResult> WorkAsync(IDatabaseRunner runner, MigrationPlan plan, DatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        var result = await ApplyAsync(runner, plan, snapshot.LastSequence, cancellationToken).ConfigureAwait(false);
        return result.Failed is null ? result : result with { State = await StateAfterFailureAsync(runner, result.State).ConfigureAwait(false) };
    }

    protected override MigrationFailedException Failed(MigrationPlan plan, RunResult result) =>
        new($"Migration '{result.Failed!.Id}' failed: {result.Failed.Message}", $"{result.Failed.Remedy}, then: dotnet migrate up", result, null);

    private async Task<RunResult> ApplyAsync(IDatabaseRunner runner, MigrationPlan plan, long lastSequence, CancellationToken cancellationToken)
    {
        Options.Observer?.Observe(new MigrationEvent.RunStarted(plan.ToRun.Count));
        await WriteChangesAsync(runner, plan, cancellationToken).ConfigureAwait(false);
        NextIntent? intent = null;
        for (int i = 0; i < plan.ToRun.Count; i++)
        {
            var migration = plan.ToRun[i];
            var next = Next(plan, i + 1, lastSequence, cancellationToken);
            try
            {
                request.StopAfterUnit.ThrowIfCancellationRequested();
                cancellationToken.ThrowIfCancellationRequested();
                var assignment = new Assignment(
                    migration, _planner.ScriptOf(migration), lastSequence + 1 + i, i + 1, plan.ToRun.Count,
                    word => _planner.IsNamedIn(plan.Pending.SkipWhile(p => p != migration).Skip(1), word))
                {
                    Intent = intent,
                    Next = next,
                };
                var failure = await new MigrationRun(runner, Identity, Provider.Dialect, Options, assignment)
                    .ApplyAsync(request.StopAfterUnit, cancellationToken).ConfigureAwait(false);
                if (failure is not null)
                {
                    return Result(plan, failure);
                }
            }
            catch (Exception e)
            {
                // Of these two at most one is committed and has not begun.
                await WithdrawAsync(runner, intent, next).ConfigureAwait(false);
                if (e is OperationCanceledException)
                {
                    throw new RunCancelledException(Result(plan, null), Kept(plan), e);
                }

                throw;
            }

            intent = next;
            _applied.Add(migration.Migration.Id);
            if (migration.Row is { State: MigrationState.InProgress or MigrationState.Failed })
            {
                _recovered.Add(migration.Migration.Id);
            }
        }

        return Result(plan, null);
    }

    private NextIntent? Next(MigrationPlan plan, int index, long lastSequence, CancellationToken cancellationToken)
    {
        if (index == plan.ToRun.Count)
        {
            return null;
        }

        var migration = plan.ToRun[index];
        var script = _planner.ScriptOf(migration);
        return !NextIntent.MayGoAhead(migration, script) ? null : new NextIntent(
            migration, script, lastSequence + 1 + index, Identity, Options.TimeProvider,
            () => request.StopAfterUnit.IsCancellationRequested || cancellationToken.IsCancellationRequested);
    }

    private static async Task WithdrawAsync(IDatabaseRunner runner, params NextIntent?[] intents)
    {
        foreach (var intent in intents.OfType<NextIntent>())
        {
            await intent.WithdrawAsync(runner).ConfigureAwait(false);
        }
    }

    // Whether a part of the failed migration stays says its row.
    private async Task<DatabaseState> StateAfterFailureAsync(IDatabaseRunner runner, DatabaseState supposed)
    {
        try
        {
            var snapshot = await runner.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            return Planner.Plan(new PlanRequest(manifest, Provider.Dialect, snapshot)).State;
        }
        catch (DatabaseFaultException)
        {
            // The migration's own failure is what has to be told.
            return supposed;
        }
    }

    private async Task WriteChangesAsync(IDatabaseRunner runner, MigrationPlan plan, CancellationToken cancellationToken)
    {
        foreach (var finding in plan.Findings.Where(f => f.Rule.Severity != Severity.Info))
        {
            Options.Observer?.Observe(new MigrationEvent.Noticed(finding));
        }

        var changes = RowSteps.Changes(plan, Options.TimeProvider.GetUtcNow());
        if (RecordsUndoneJournal)
        {
            var entry = new JournalEntry(Options.TimeProvider.GetUtcNow(), JournalKind.Recovered) { Detail = JournalUndone };
            changes = changes with { Journal = changes.Journal.Prepend(entry).ToEquatableList() };
        }

        if (changes.Journal.Count == 0)
        {
            return;
        }

        await runner.WriteAsync(changes, cancellationToken).ConfigureAwait(false);
        if (plan.DeadOwner is { } owner)
        {
            _notes.Add($"The owner, {owner}, is gone; the database is free.");
        }

        foreach (var settled in plan.Settlements)
        {
            _recovered.Add(settled.Id);
            _notes.Add($"'{settled.Id}' was interrupted before anything of it was committed; it failed, and can be run again.");
        }

        _recovered.AddRange(plan.Abandonments.Select(c => c.To.Id));
        PlanChanges.Tell(plan, Options);
    }

    private const string JournalUndone = "The journal of a killed writer was rolled back.";

    private string Kept(MigrationPlan plan) =>
        $"{_applied.Count} of {plan.ToRun.Count} migrations are applied; of the others nothing is, except for units that were committed before the cancellation.";

    private RunResult Result(MigrationPlan plan, MigrationFailure? failure)
    {
        var pending = plan.Pending.Select(p => p.Migration.Id).Except(_applied).ToArray();
        var state = plan.State is DatabaseState.Ahead || _applied.Count + _recovered.Count + plan.Adoptions.Count == 0 && failure is null ? plan.State
            : pending.Length > 0 ? DatabaseState.Pending
            : DatabaseState.Clean;
        return new RunResult(state, _applied, failure)
        {
            Recovered = _recovered,
            Renamed = plan.Adoptions.Select(a => new RenamedMigration(a.From.Id, a.To.Id)).ToArray(),
            Pending = pending,
            Findings = plan.Findings,
            Notes = UndidJournal ? [JournalUndone, .. _notes] : _notes,
        };
    }
}
