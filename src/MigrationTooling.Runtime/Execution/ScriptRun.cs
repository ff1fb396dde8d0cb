using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Rules;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Writes what <c>up</c> would do as a script: the same plan, the same refusals, the same units and history writes. Runs and changes nothing.</summary>
internal sealed class ScriptRun(MigrationManifest manifest, IScriptingProvider provider, MigratorOptions options, RunnerIdentity identity, ScriptRequest request)
{
    private readonly RunPlanner _planner = new(provider.Dialect);

    public async Task<ScriptResult> WriteAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var (chosen, problem) = request.Range.Select(manifest);
        if (problem is not null)
        {
            throw new UsageException(problem, "dotnet migrate status shows what there is.");
        }

        var (plan, snapshot) = await PlanAsync(cancellationToken).ConfigureAwait(false);
        var ids = chosen.Select(m => m.Id).ToHashSet();
        var toRun = plan.Pending.Where(p => ids.Contains(p.Migration.Id)).ToEquatableList();
        _planner.RefuseUnsound(toRun);
        PlanGate.RefuseUndecidable(toRun, _planner);
        var scripts = toRun.Select(m => (m.Migration.Id, _planner.ScriptOf(m))).ToArray();
        ScriptPlanning.RefuseBatches(scripts);
        ScriptPlanning.RefuseChangedSession(
            provider, scripts, (last, next) => $"dotnet migrate script ..{last} and dotnet migrate script {next}..");
        if (toRun.Count > 0)
        {
            Write(output, toRun, plan, snapshot, cancellationToken);
        }

        return new ScriptResult(toRun.Select(m => m.Migration.Id).ToArray(), plan.Findings);
    }

    private async Task<(MigrationPlan Plan, DatabaseSnapshot? Snapshot)> PlanAsync(CancellationToken cancellationToken)
    {
        var snapshot = request.IsOffline ? null : await ScriptPlanning.ReadAsync(provider, cancellationToken).ConfigureAwait(false);
        var plan = Planner.Plan(new PlanRequest(manifest, provider.Dialect, snapshot ?? DatabaseSnapshot.Empty) { Accepted = options.AcceptedEdits.ToEquatableList() });
        PlanGate.Refuse(plan, options.Strict);
        return (plan, snapshot);
    }

    private void Write(TextWriter output, EquatableList<PlannedMigration> toRun, MigrationPlan plan, DatabaseSnapshot? snapshot, CancellationToken cancellationToken)
    {
        var writer = provider.Script(output, identity);
        var expected = new List<ExpectedRow>();
        if (Before(toRun[0].Migration) is { } predecessor)
        {
            expected.Add(new ExpectedRow([predecessor.Id, .. predecessor.Aliases], MigrationState.Completed));
        }

        var own = toRun.Select(Expected).ToArray();
        expected.AddRange(own);
        var changes = plan.Adoptions.Count > 0 ? RowSteps.Changes(plan, IScriptWriter.WhenRun) : null;
        writer.Begin(new ScriptBeginning(About(toRun), snapshot is null ? null : snapshot.Format is null, expected, changes));
        for (int i = 0; i < toRun.Count; i++)
        {
            writer.BeginMigration(own[i]);
            Write(writer, toRun[i], cancellationToken);
            writer.EndMigration();
        }

        writer.Finish();
    }

    private static ExpectedRow Expected(PlannedMigration migration) => new([migration.Migration.Id, .. migration.Migration.Aliases], migration.Row?.State)
    {
        Attempt = migration.Row?.Attempt,
        Done = MigrationState.Completed,
        Text = new RowText(migration.Up.H1, migration.Up.S1),
    };

    private void Write(IScriptWriter writer, PlannedMigration migration, CancellationToken cancellationToken)
    {
        var script = _planner.ScriptOf(migration);
        int from = RecoveryPlanner.For(migration, script) is RecoveryDecision.RunFrom { Unit: var unit } ? unit : 0;
        var row = RowSteps.Intent(migration, script, from, sequence: 0, identity, IScriptWriter.WhenRun);
        var intent = new RowStep(row, RowSteps.IntentWrite(migration, row, IScriptWriter.WhenRun));
        new ScriptUnits(migration.Up, script, new UpSteps(migration, script, addsToLock: false), from, intent).Write(writer, provider.Dialect, cancellationToken);
    }

    private Migration? Before(Migration first) =>
        manifest.TakeWhile(m => m.Id != first.Id).LastOrDefault(m => m.Script(Direction.Up, provider.Dialect) is not null);

    private List<string> About(EquatableList<PlannedMigration> toRun) =>
    [
        toRun.Count == 1 ? toRun[0].Migration.Id : $"{toRun.Count} migrations, {toRun[0].Migration.Id} to {toRun[toRun.Count - 1].Migration.Id}",
        $"Written by dotnet migrate script, version {identity.ToolVersion}.",
    ];
}
