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

/// <summary>Takes migrations back: the work of <c>down</c>, and of <c>redo</c> with what follows.</summary>
internal sealed class DownRun(MigrationManifest manifest, IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity, DownRequest request, IRollbackSequel? sequel = null)
    : OwnedRun<RollbackPlan>(provider, options, identity)
{
    private readonly RunPlanner _planner = new(provider.Dialect);
    private readonly List<string> _rolledBack = [];
    private readonly List<string> _recovered = [];
    private readonly List<string> _lockedHere = [];
    private readonly List<string> _applied = [];

    protected override RunResult? SoFar => _rolledBack.Count == 0 ? null : new RunResult(DatabaseState.Pending, [], null) { RolledBack = _rolledBack };

    protected override bool HasWork(RollbackPlan plan) => plan.HasWork;

    protected override RunResult Idle(RollbackPlan plan) => Result(plan.Standing, plan, null);

    protected override async Task<RunResult> WorkAsync(IDatabaseRunner runner, RollbackPlan plan, DatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        var failure = await TakeBackAsync(runner, plan, cancellationToken).ConfigureAwait(false);
        return await ResultAsync(runner, plan, failure).ConfigureAwait(false);
    }

    protected override async Task<RollbackPlan> PlanAsync(IHistoryReader reader, DatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        _planner.PlanFor(snapshot);
        var plan = RollbackPlanner.Plan(new RollbackRequest(manifest, Provider.Dialect, snapshot)
        {
            Target = request.Target,
            Steps = request.Steps,
            All = request.All,
            Only = request.Only,
            PrefersKept = sequel is not null && request.IsDisposable,
            From = request.From,
            AcceptsEdited = request.IsDisposable,
            Accepted = Options.AcceptedEdits.ToEquatableList(),
        });
        RollbackGate.RefuseRequest(plan);
        var pointed = await ChangedPlace.PointAsync(plan.Standing with { Findings = plan.Findings }, snapshot, reader, Provider.Dialect, cancellationToken).ConfigureAwait(false);
        plan = await RollbackTexts.ReadAsync(plan with { Findings = pointed.Findings }, manifest.Dialect, Provider.Dialect, reader, cancellationToken).ConfigureAwait(false);
        RollbackGate.Refuse(plan, _planner);
        sequel?.Check(plan, snapshot);
        var scripts = plan.ToRun.Select(r => (r.Id, r.Script!)).Concat(sequel?.Scripts(plan) ?? []);
        await SessionGate.RefuseAsync(reader, scripts, _planner, Provider.Dialect, cancellationToken).ConfigureAwait(false);
        return request.Confirmed is null || request.Confirmed.SequenceEqual(plan.ToRun.Select(r => r.Id)) ? plan : throw new RefusedException(
            "What would be taken back is not what was agreed to: somebody else ran in the meantime.", "Look again: dotnet migrate down --dry-run", []);
    }

    private async Task<MigrationFailure?> TakeBackAsync(IDatabaseRunner runner, RollbackPlan plan, CancellationToken cancellationToken)
    {
        Options.Observer?.Observe(new MigrationEvent.RunStarted(plan.ToRun.Count));
        await PlanChanges.WriteAsync(runner, plan.Standing, plan.Findings, Options, cancellationToken).ConfigureAwait(false);
        _recovered.AddRange(plan.Standing.Abandonments.Select(c => c.To.Id));
        var journal = await runner.ReadJournalAsync(cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < plan.ToRun.Count; i++)
        {
            var rollback = plan.ToRun[i];
            var after = plan.ToRun.Skip(i + 1).Select(r => r.Script!);
            var leftovers = new Leftovers(plan, i + 1, _planner, Provider.Dialect);
            var assignment = new RollbackAssignment(
                rollback, _planner.ScriptOf(rollback.Script!), i + 1, plan.ToRun.Count, word => _planner.IsNamedIn(after, word), leftovers.Hold);
            try
            {
                request.StopAfterUnit.ThrowIfCancellationRequested();
                var failure = await new RollbackRun(runner, Provider.Dialect, Options, assignment)
                    .RunAsync(request.StopAfterUnit, cancellationToken).ConfigureAwait(false);
                if (failure is not null)
                {
                    return failure;
                }
            }
            catch (OperationCanceledException e)
            {
                var result = await ResultAsync(runner, plan, null).ConfigureAwait(false);
                throw new RunCancelledException(
                    result, $"{_rolledBack.Count} of {plan.ToRun.Count} migrations are taken back; the others stand, except for units that were committed before the cancellation.", e);
            }

            _rolledBack.Add(rollback.Id);
            if (LockOrigin.IsOurs(rollback.Row, journal))
            {
                _lockedHere.Add(rollback.Id);
            }

            if (rollback.Row.IsPartlyRolledBack)
            {
                _recovered.Add(rollback.Id);
            }
        }

        return sequel is null || plan.ToRun.Count == 0 ? null : await GoOnAsync(runner, plan, sequel, cancellationToken).ConfigureAwait(false);
    }

    private async Task<MigrationFailure?> GoOnAsync(IDatabaseRunner runner, RollbackPlan plan, IRollbackSequel next, CancellationToken cancellationToken)
    {
        try
        {
            request.StopAfterUnit.ThrowIfCancellationRequested();
            var failure = await next.GoOnAsync(runner, plan, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                _applied.Add(plan.ToRun[0].Id);
            }

            return failure;
        }
        catch (OperationCanceledException e)
        {
            var result = await ResultAsync(runner, plan, null).ConfigureAwait(false);
            throw new RunCancelledException(result, $"'{plan.ToRun[0].Id}' is taken back and was not applied again, except for units that were committed before the cancellation.", e);
        }
    }

    protected override MigrationFailedException Failed(RollbackPlan plan, RunResult result)
    {
        var failed = result.Failed!;
        if (_rolledBack.Contains(failed.Id))
        {
            return new MigrationFailedException(
                $"'{failed.Id}' was taken back, and applying it again failed: {failed.Message}", $"Mend {failed.File}, then: dotnet migrate up", result, null);
        }

        bool isKept = plan.ToRun.First(r => r.Id == failed.Id).Source == DownSource.History;
        return new MigrationFailedException(
            $"The rollback of '{failed.Id}' failed: {failed.Message}",
            isKept
                ? "Mend the cause, then: dotnet migrate down\nOr put a down script into the migrations directory, then: dotnet migrate down --down-from file"
                : $"{failed.Remedy}, then: dotnet migrate down --down-from file",
            result, null);
    }

    // What is there after a run says the database, not a calculation.
    private async Task<RunResult> ResultAsync(IDatabaseRunner runner, RollbackPlan plan, MigrationFailure? failure)
    {
        var snapshot = await runner.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        return Result(Planner.Plan(new PlanRequest(manifest, Provider.Dialect, snapshot) { Accepted = Options.AcceptedEdits.ToEquatableList() }), plan, failure);
    }

    private RunResult Result(MigrationPlan standing, RollbackPlan plan, MigrationFailure? failure) => new(standing.State, _applied, failure)
    {
        RolledBack = _rolledBack,
        Recovered = _recovered,
        LockedHere = _lockedHere,
        Renamed = plan.HasWork ? plan.Standing.Adoptions.Select(a => new RenamedMigration(a.From.Id, a.To.Id)).ToArray() : [],
        Pending = standing.Pending.Select(p => p.Migration.Id).ToArray(),
        Findings = plan.Findings,
    };
}
