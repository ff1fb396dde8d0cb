using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Execution;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Rules;
using MigrationTooling.Secrets;
using MigrationTooling.Storage;

namespace MigrationTooling.Operating;

/// <summary>Writes down how a migration stands because an operator says so.</summary>
internal sealed class ResolveRun(MigrationManifest manifest, IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity, ResolveRequest request)
{
    private readonly OperatorWrite _write = new(provider, options, identity);
    private readonly RunPlanner _planner = new(provider.Dialect);

    public Task<ResolveResult> RunAsync(CancellationToken cancellationToken) => string.IsNullOrWhiteSpace(request.Reason)
        ? throw new UsageException("A decision needs its reason.", "Say why: --reason \"…\"")
        : _write.RunAsync(Decide, request.IsDryRun, cancellationToken);

    private ValueTask<(HistoryWrite? Write, ResolveResult Result)> Decide(IDatabaseReader reader, DatabaseSnapshot snapshot)
    {
        var named = NamedMigration.Find(manifest, provider.Dialect, snapshot, request.Id, out string? problem)
            ?? throw new UsageException(problem!, "dotnet migrate status shows what there is.");
        if (snapshot.Format is null)
        {
            throw new RefusedException(
                $"{provider.DisplayUrl} has no history, so nothing in it is in doubt.",
                $"To record what is in an existing database: dotnet migrate baseline {MendingCommand.Word(named.Id)}", []);
        }

        _planner.PlanFor(snapshot);
        var script = named.Up is { } up ? _planner.ScriptOf(up) : null;
        var change = Resolver.Decide(named, script, request.As, _write.Stamp(snapshot)) switch
        {
            Resolution.Senseless senseless => throw new RefusedException(senseless.Message, senseless.Fix, []),
            Resolution.Change changed => changed,
            var other => throw new InvalidOperationException($"Unknown answer {other}."),
        };
        if (change.Forgets && !request.MayForget && !request.IsDryRun)
        {
            throw new RefusedException(
                $"'{named.Id}' is applied; as pending it would be forgotten, and the next up would run it again.",
                $"If that is meant: {MendingCommand.ResolveAsPending(named.Id)} --yes", []);
        }

        var known = named.Row is { IsApplied: false } row ? UnfinishedFacts.Of(row, script) : null;
        var after = request.IsDryRun ? snapshot : snapshot with { Rows = With(snapshot.Rows, change.To) };
        var state = Planner.Plan(new PlanRequest(manifest, provider.Dialect, after)).State;
        return new((Write(named, change.To), new ResolveResult(named.Id, named.State, change.To.State, known, change.Forgets, state)));
    }

    private HistoryWrite Write(NamedMigration named, HistoryRow to)
    {
        var now = options.TimeProvider.GetUtcNow();
        string detail = $"{named.State.Word()} → {to.State.Word()}: {SecretMask.InMessage(request.Reason.Trim())}";
        return new HistoryWrite(EquatableList.Of(new RowWrite(to) { WithDoubt = true }), EquatableList.Of(RowSteps.Entry(to, JournalKind.Resolved, now, detail)))
        {
            Texts = to.IsApplied ? KeptTexts.Of(named.Up, named.Down) : EquatableList<StoredText>.Empty,
        };
    }

    private static EquatableList<HistoryRow> With(IEnumerable<HistoryRow> rows, HistoryRow changed) =>
        rows.Where(r => r.Id != changed.Id).Append(changed).OrderBy(r => r.Sequence).ToEquatableList();
}
