using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Takes one migration back and applies it again, under one lock. Both scripts are checked before the first runs.</summary>
internal sealed class RedoRun(MigrationManifest manifest, IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity, RedoRequest request)
    : IRollbackSequel
{
    private readonly RunPlanner _planner = new(provider.Dialect);

    public Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        var down = new DownRequest { Only = request.Id, From = request.From, IsDisposable = request.IsDisposable, StopAfterUnit = request.StopAfterUnit };
        return new DownRun(manifest, provider, options, identity, down, this).RunAsync(cancellationToken);
    }

    public void Check(RollbackPlan plan, DatabaseSnapshot snapshot)
    {
        _planner.PlanFor(snapshot);
        if (plan.ToRun.Count == 0)
        {
            return;
        }

        var rollback = plan.ToRun[0];
        if (rollback.Migration?.Script(Direction.Up, provider.Dialect) is not { } up)
        {
            throw new RefusedException($"The file of '{rollback.Id}' is gone, so it could not be applied again.", "Take it back only: dotnet migrate down", []);
        }

        _planner.RefuseUnsound([Planned(rollback, up)]);
        Independence.Require(rollback, up, plan.Standing, provider.Dialect, _planner);
    }

    public IEnumerable<(string Id, MigrationScript Script)> Scripts(RollbackPlan plan) =>
        plan.ToRun is [var rollback] && rollback.Migration?.Script(Direction.Up, provider.Dialect) is { } up ? [(rollback.Id, up)] : [];

    public async Task<MigrationFailure?> GoOnAsync(IDatabaseRunner runner, RollbackPlan plan, CancellationToken cancellationToken)
    {
        var snapshot = await runner.ReadAsync(cancellationToken).ConfigureAwait(false);
        var standing = Planner.Plan(new PlanRequest(manifest, provider.Dialect, snapshot) { Accepted = options.AcceptedEdits.ToEquatableList() });
        var pending = standing.Pending.First(p => p.Migration.Id == plan.ToRun[0].Migration!.Id);
        var assignment = new Assignment(
            pending, _planner.ScriptOf(pending), snapshot.LastSequence + 1, 1, 1, word => _planner.IsNamedIn(standing.Pending.Where(p => p != pending), word));
        return await new MigrationRun(runner, identity, provider.Dialect, options, assignment).ApplyAsync(request.StopAfterUnit, cancellationToken).ConfigureAwait(false);
    }

    private static PlannedMigration Planned(PlannedRollback rollback, MigrationScript up) => new(rollback.Migration!, up, rollback.File, rollback.Row);
}

/// <summary>What follows a rollback in the same run.</summary>
internal interface IRollbackSequel
{
    /// <summary>Refuses a rollback that could not be followed.</summary>
    void Check(RollbackPlan plan, DatabaseSnapshot snapshot);

    /// <summary>The scripts that it runs.</summary>
    IEnumerable<(string Id, MigrationScript Script)> Scripts(RollbackPlan plan);

    /// <summary>Runs once everything is taken back; the failure where it failed.</summary>
    Task<MigrationFailure?> GoOnAsync(IDatabaseRunner runner, RollbackPlan plan, CancellationToken cancellationToken);
}
