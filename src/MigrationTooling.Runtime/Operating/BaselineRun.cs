using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Execution;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Operating;

/// <summary>Records what was in a database before its history began: all of it in one transaction.</summary>
internal sealed class BaselineRun(MigrationManifest manifest, IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity, BaselineRequest request)
{
    private readonly OperatorWrite _write = new(provider, options, identity);
    private readonly RunPlanner _planner = new(provider.Dialect);

    public Task<BaselineResult> RunAsync(CancellationToken cancellationToken) =>
        _write.RunAsync((reader, snapshot) => DecideAsync(reader, snapshot, cancellationToken), request.IsDryRun, cancellationToken);

    private async ValueTask<(HistoryWrite? Write, BaselineResult Result)> DecideAsync(
        IDatabaseReader reader, DatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        _planner.PlanFor(snapshot);
        var plan = Planner.Plan(new PlanRequest(manifest, provider.Dialect, snapshot)
        {
            Target = request.Target,
            Accepted = options.AcceptedEdits.ToEquatableList(),
        });
        if (BaselinePlanner.Conflict(plan.ToRun) is { } conflict)
        {
            throw new RefusedException(conflict.Message, conflict.Fix, []);
        }

        PlanGate.Refuse(plan, options.Strict);
        bool hasTables = await reader.HasTablesAsync(cancellationToken).ConfigureAwait(false);
        if (!hasTables && plan.ToRun.Count > 0 && request is { EvenIfEmpty: false, IsDryRun: false })
        {
            throw new RefusedException(
                $"{provider.DisplayUrl} holds no table, so nothing of these {plan.ToRun.Count} migrations is in it.",
                "On a fresh database run them: dotnet migrate up\nIf they are to count as applied all the same: dotnet migrate baseline --yes", []);
        }

        var marked = plan.ToRun.Select(p => p.Migration.Id).ToArray();
        var left = plan.Pending.Select(p => p.Migration.Id).Except(marked).ToArray();
        var state = marked.Length == 0 || request.IsDryRun ? plan.State : left.Length > 0 ? DatabaseState.Pending : DatabaseState.Clean;
        return (marked.Length == 0 ? null : Write(plan, snapshot), new BaselineResult(marked, left, state, hasTables, plan.Findings));
    }

    private HistoryWrite Write(MigrationPlan plan, DatabaseSnapshot snapshot)
    {
        var stamp = _write.Stamp(snapshot);
        var rows = BaselinePlanner.Rows(plan.ToRun, _planner.ScriptOf, stamp);
        return new HistoryWrite(
            rows.Select(r => new RowWrite(r)).ToEquatableList(),
            rows.Select(r => RowSteps.Entry(r, JournalKind.Baselined, stamp.Now)).ToEquatableList())
        {
            Texts = plan.ToRun.SelectMany(p => KeptTexts.Of(p.Up, p.Down)).ToEquatableList(),
        };
    }
}
