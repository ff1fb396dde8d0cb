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
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>
/// Writes what <c>down</c> would do as a script: the same plan, the same refusals, the same units and history writes. Without a database the
/// whole range is taken for applied, and the script refuses itself where it is not. Runs and changes nothing.
/// </summary>
internal sealed class DownScriptRun(MigrationManifest manifest, IScriptingProvider provider, MigratorOptions options, RunnerIdentity identity, ScriptRequest request)
{
    private readonly RunPlanner _planner = new(provider.Dialect);

    public async Task<ScriptResult> WriteAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var (chosen, problem) = request.Range.Select(manifest);
        if (problem is not null)
        {
            throw new UsageException(problem, "dotnet migrate status shows what there is.");
        }

        var ids = chosen.Select(m => m.Id).ToHashSet();
        var snapshot = request.IsOffline ? Applied(ids) : await ScriptPlanning.ReadAsync(provider, cancellationToken).ConfigureAwait(false);
        var plan = Plan(snapshot, ids);
        RefuseInterrupted(plan);
        RollbackGate.RefuseRequest(plan);
        plan = plan.ToRun.Any(r => r.Script is null) ? await WithKeptTextsAsync(plan, cancellationToken).ConfigureAwait(false) : plan;
        RollbackGate.Refuse(plan, _planner);
        ScriptPlanning.RefuseChangedSession(
            provider,
            plan.ToRun.Select(r => (r.Id, _planner.ScriptOf(r.Script!))).ToArray(),
            (last, next) => $"dotnet migrate script --down {last}.. and dotnet migrate script --down ..{next}");
        if (plan.ToRun.Count > 0)
        {
            Write(output, plan, cancellationToken);
        }

        return new ScriptResult(plan.ToRun.Select(r => r.Id).ToArray(), plan.Findings);
    }

    // What a database would look like to which everything up to the range's end was applied.
    private DatabaseSnapshot Applied(HashSet<string> ids)
    {
        int last = manifest.ToList().FindLastIndex(m => ids.Contains(m.Id));
        var rows = manifest.Take(last + 1)
            .Select(m => (Migration: m, Up: m.Script(Direction.Up, provider.Dialect), Down: m.Script(Direction.Down, provider.Dialect)))
            .Where(m => m.Up is not null)
            .Select((m, i) => new HistoryRow(
                m.Migration.Id, i + 1, MigrationState.Completed, new RowText(m.Up!.H1, m.Up.S1, m.Down?.H1, m.Down?.S1, m.Up.Variant)));
        return new DatabaseSnapshot(rows.ToEquatableList());
    }

    private RollbackPlan Plan(DatabaseSnapshot snapshot, HashSet<string> ids)
    {
        var rollback = new RollbackRequest(manifest, provider.Dialect, snapshot) { Accepted = options.AcceptedEdits.ToEquatableList() };
        var applied = RollbackPlanner.Plan(rollback with { All = true }).Standing.Migrations
            .Where(m => m.Row is { IsApplied: true })
            .OrderByDescending(m => m.Row!.Sequence)
            .ToList();
        int count = applied.FindLastIndex(m => ids.Contains(m.Id)) + 1;
        if (applied.Take(count).FirstOrDefault(m => !ids.Contains(m.Id)) is { } above)
        {
            throw new RefusedException(
                $"'{above.Id}' was applied after migrations of this range and is not in it; nothing is taken back from under it.",
                $"Let the range reach to what was applied last: {applied[0].Id}.", []);
        }

        return count == 0
            ? RollbackPlanner.Plan(rollback with { All = true }) with { ToRun = EquatableList<PlannedRollback>.Empty, Findings = EquatableList<Rules.Finding>.Empty }
            : RollbackPlanner.Plan(rollback with { Steps = count });
    }

    private static void RefuseInterrupted(RollbackPlan plan)
    {
        if (plan.Standing.Abandonments.Count > 0 || plan.Standing.Migrations.Any(m => m.Row is { IsPartlyRolledBack: true }))
        {
            throw new DirtyDatabaseException(
                "A rollback was begun on this database and did not end; a script can't take it up.", UsageException.NothingRan, "dotnet migrate down ends it.", null, null);
        }
    }

    private Task<RollbackPlan> WithKeptTextsAsync(RollbackPlan plan, CancellationToken cancellationToken) => ScriptPlanning.WithReaderAsync(
        provider, reader => RollbackTexts.ReadAsync(plan, manifest.Dialect, provider.Dialect, reader, cancellationToken), cancellationToken);

    private void Write(TextWriter output, RollbackPlan plan, CancellationToken cancellationToken)
    {
        var writer = provider.Script(output, identity);
        var own = plan.ToRun.Select(Expected).ToArray();
        var expected = own.Concat(Above(plan).Select(m => new ExpectedRow([m.Id, .. m.Aliases], MigrationState.Completed) { IsForbidden = true }));
        var changes = plan.Standing.Adoptions.Count > 0 ? RowSteps.Changes(plan.Standing, IScriptWriter.WhenRun) : null;
        writer.Begin(new ScriptBeginning(About(plan), IsNew: false, expected.ToArray(), changes));
        foreach (var (rollback, row) in plan.ToRun.Zip(own))
        {
            var script = _planner.ScriptOf(rollback.Script!);
            var steps = new DownSteps(rollback.Script!, script, rollback.Source);
            writer.BeginMigration(row);
            new ScriptUnits(rollback.Script!, script, steps, From: 0, steps.Intent(rollback.Row, 0, IScriptWriter.WhenRun)).Write(writer, provider.Dialect, cancellationToken);
            writer.EndMigration();
        }

        writer.Finish();
    }

    private ExpectedRow Expected(PlannedRollback rollback) => new(request.IsOffline ? [rollback.Id] : [rollback.Id, .. rollback.Row.FormerIds], MigrationState.Completed)
    {
        Attempt = request.IsOffline ? null : rollback.Row.Attempt,
        Done = MigrationState.RolledBack,
    };

    /// <summary>What must not be applied when the script is run: it would stand on what is taken back.</summary>
    private IEnumerable<Migration> Above(RollbackPlan plan)
    {
        var rows = plan.Standing.Migrations.Where(m => m.Row is { IsApplied: true }).Select(m => m.Id).ToHashSet();
        var taken = plan.ToRun.Select(r => r.Id).ToHashSet();
        return manifest.SkipWhile(m => !taken.Contains(m.Id)).Where(m => !rows.Contains(m.Id));
    }

    private List<string> About(RollbackPlan plan) =>
    [
        plan.ToRun.Count == 1 ? $"Takes back {plan.ToRun[0].Id}" : $"Takes back {plan.ToRun.Count} migrations, {plan.ToRun[0].Id} to {plan.ToRun[plan.ToRun.Count - 1].Id}",
        $"Written by dotnet migrate script --down, version {identity.ToolVersion}.",
    ];
}
