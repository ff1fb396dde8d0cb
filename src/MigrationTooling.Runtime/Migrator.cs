using System;
using System.Collections.Generic;
using System.IO;
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
using MigrationTooling.Storage;

namespace MigrationTooling;

/// <summary>Plans, runs and reports the migrations of one manifest on one database.</summary>
/// <example><code>var result = await new Migrator(Migrations.Manifest, new SqliteProvider("Data Source=app.db")).UpAsync();</code></example>
public sealed partial class Migrator
{
    private readonly MigrationManifest _manifest;
    private readonly IDatabaseProvider _provider;
    private readonly MigratorOptions _options;
    private readonly RunnerIdentity _identity;

    /// <summary>Takes what to run, where, and how.</summary>
    public Migrator(MigrationManifest manifest, IDatabaseProvider provider, MigratorOptions? options = null)
    {
        _manifest = manifest ?? throw new ArgumentNullException(nameof(manifest));
        _provider = provider ?? throw new ArgumentNullException(nameof(provider));
        _options = options ?? MigratorOptions.Default;
        string version = _options.ToolVersion ?? typeof(Migrator).Assembly.GetName().Version!.ToString(3);
        _identity = (_options.RunnerName is { } name ? new RunnerIdentity(name, version) : RunnerIdentity.OfThisProcess(version)) with { Clock = _options.TimeProvider };
    }

    /// <summary>What <see cref="UpAsync"/> would do: the same checks and refusals, without lock or write.</summary>
    /// <exception cref="MigratorException">It would be refused.</exception>
    public async Task<MigrationPlan> PlanAsync(UpRequest? request = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var plan = await new UpRun(_manifest, _provider, _options, _identity, request ?? new UpRequest()).LookAsync(cancellationToken).ConfigureAwait(false);
            return plan ?? throw FaultTranslation.JournalLeft(_provider.DisplayUrl);
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, _provider.DisplayUrl);
        }
    }

    /// <summary>Runs what is pending, each migration in its own transactions. Nothing pending: neither lock nor write.</summary>
    /// <exception cref="MigrationFailedException">A migration failed; the exception carries what was applied and where it failed.</exception>
    /// <exception cref="RunCancelledException">The run was cancelled; the exception carries what was applied.</exception>
    /// <exception cref="MigratorException">It was refused, locked, or the database can't be reached.</exception>
    public Task<RunResult> UpAsync(UpRequest? request = null, CancellationToken cancellationToken = default) =>
        new UpRun(_manifest, _provider, _options, _identity, request ?? new UpRequest()).RunAsync(cancellationToken);

    /// <summary>Writes what <see cref="UpAsync"/> or <see cref="DownAsync"/> would do as a script for the engine's own shell, history writes included. Runs and changes nothing.</summary>
    /// <param name="output">Where to; nothing is written where nothing is to be done.</param>
    /// <param name="request">Which migrations.</param>
    /// <param name="cancellationToken">Ends it between two statements; what was written is no whole script.</param>
    /// <exception cref="NotSupportedException">The provider writes no scripts.</exception>
    /// <exception cref="MigratorException">It would be refused, or the database can't be read.</exception>
    public Task<ScriptResult> ScriptAsync(TextWriter output, ScriptRequest? request = null, CancellationToken cancellationToken = default) =>
        _provider is IScriptingProvider scripting
            ? request is { IsDown: true }
                ? new DownScriptRun(_manifest, scripting, _options, _identity, request).WriteAsync(output, cancellationToken)
                : new ScriptRun(_manifest, scripting, _options, _identity, request ?? new ScriptRequest()).WriteAsync(output, cancellationToken)
            : throw new NotSupportedException($"{_provider.GetType().Name} writes no scripts.");

    /// <summary>Where the database stands. Reads only; a database that does not exist is an empty one and is not made.</summary>
    /// <exception cref="CannotConnectException">The database can't be read.</exception>
    public async Task<StatusReport> StatusAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var reader = await _provider.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var plan = Planner.Plan(new PlanRequest(_manifest, _provider.Dialect, snapshot) { Accepted = _options.AcceptedEdits.ToEquatableList() });
                plan = await ChangedPlace.PointAsync(plan, snapshot, reader, _provider.Dialect, cancellationToken).ConfigureAwait(false);
                return new StatusReport(
                    plan.State,
                    plan.Current,
                    new DatabaseDescription(_provider.Dialect.Word(), _provider.DisplayUrl),
                    await StatusAsync(plan, snapshot, new Resumption(PlannerFor(snapshot), reader.Catalog), cancellationToken).ConfigureAwait(false),
                    plan.Pending.Count,
                    snapshot.LiveRunner is { } live
                        ? new RunLockStatus(live, snapshot.Owner?.Since, snapshot.Owner?.Doing) { LeaseUntil = snapshot.Owner?.LeaseUntil, ServerProcess = snapshot.Owner?.ServerProcess }
                        : null,
                    plan.Findings);
            }
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, _provider.DisplayUrl);
        }
    }

    private static async Task<MigrationStatus[]> StatusAsync(MigrationPlan plan, DatabaseSnapshot snapshot, Resumption resumption, CancellationToken cancellationToken)
    {
        var all = new List<MigrationStatus>(plan.Migrations.Count);
        foreach (var standing in plan.Migrations)
        {
            var row = standing.Row;

            // What somebody is at work on was not interrupted.
            var (resumes, inDoubt) = row is not { IsPartlyApplied: true } || (snapshot.LiveRunner is not null && row.InDoubt is not null)
                ? (null, null)
                : await resumption.OfAsync(row, plan.Pending.FirstOrDefault(p => p.Migration.Id == standing.Id), cancellationToken).ConfigureAwait(false);
            all.Add(new MigrationStatus(
                standing.Id, standing.State, row?.Origin, standing.Checksum, row?.RunOn, row?.FinishedOn, row?.Failure?.Reason,
                row?.StatementsDone, row?.StatementsTotal, standing.Migration?.IsLocked ?? false)
            {
                Resumes = resumes,
                InDoubt = inDoubt,
            });
        }

        return [.. all];
    }

    private RunPlanner PlannerFor(DatabaseSnapshot snapshot)
    {
        var planner = new RunPlanner(_provider.Dialect);
        planner.PlanFor(snapshot);
        return planner;
    }
}
