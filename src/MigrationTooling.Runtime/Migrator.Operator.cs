using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Execution;
using MigrationTooling.History;
using MigrationTooling.Operating;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling;

/// <content>What an operator does by hand.</content>
public sealed partial class Migrator
{
    /// <summary>What the journal tells: every attempt, mark, repair and rename, with who, when and why. Reads only; a database that does not exist has no history and is not made.</summary>
    /// <exception cref="UsageException">The history does not know the migration asked for.</exception>
    /// <exception cref="CannotConnectException">The database can't be read.</exception>
    public Task<HistoryReport> HistoryAsync(HistoryRequest? request = null, CancellationToken cancellationToken = default) =>
        HistoryLook.ReadAsync(_provider, request ?? new HistoryRequest(), cancellationToken);

    /// <summary>Runs one migration again that failed or was interrupted: only this one, and only in its place. The checks are those of <see cref="UpAsync"/>.</summary>
    /// <exception cref="UsageException">It is not known, was never begun, is applied, or is not the first that waits.</exception>
    /// <exception cref="MigrationFailedException">It failed again.</exception>
    /// <exception cref="MigratorException">It was refused, locked, or the database can't be reached.</exception>
    public Task<RunResult> RetryAsync(RetryRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(new UpRequest { Target = request.Id, Purpose = RunPurpose.Retry, StopAfterUnit = request.StopAfterUnit }).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Ends what dead runners left: rolls back a killed writer's journal, runs migrations of which a part is committed from there to
    /// their end, marks attempts that committed nothing as failed, and frees the owner row. What is merely pending is not begun.
    /// </summary>
    /// <exception cref="DirtyDatabaseException">It can't be known what was applied; the exception says what is known and how to decide.</exception>
    /// <exception cref="DatabaseLockedException">A live runner is at work.</exception>
    /// <exception cref="MigrationFailedException">A migration that was continued failed.</exception>
    public Task<RunResult> RecoverAsync(RecoverRequest? request = null, CancellationToken cancellationToken = default) =>
        Recovery(request).RunAsync(cancellationToken);

    /// <summary>What <see cref="RecoverAsync"/> would do, without lock or write; null where a killed writer's journal has to be rolled back before that can be told.</summary>
    /// <exception cref="MigratorException">It would be refused.</exception>
    public async Task<MigrationPlan?> PlanRecoveryAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await Recovery(null).LookAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, _provider.DisplayUrl);
        }
    }

    /// <summary>Records how a migration stands because an operator says so; who, when and why go into the journal.</summary>
    /// <exception cref="UsageException">Nobody knows the migration, or the reason is missing.</exception>
    /// <exception cref="RefusedException">The word changes nothing or makes no sense, or forgets an applied migration without <see cref="ResolveRequest.MayForget"/>.</exception>
    /// <exception cref="DatabaseLockedException">A live runner is at work.</exception>
    public Task<ResolveResult> ResolveAsync(ResolveRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ResolveRun(_manifest, _provider, _options, _identity, request).RunAsync(cancellationToken);
    }

    /// <summary>Records migrations as being in the database already, without running them: all in one transaction.</summary>
    /// <exception cref="RefusedException">One of them was begun by this tool, or the database holds no table.</exception>
    /// <exception cref="MigratorException">It was refused, locked, or the database can't be reached.</exception>
    public Task<BaselineResult> BaselineAsync(BaselineRequest? request = null, CancellationToken cancellationToken = default) =>
        new BaselineRun(_manifest, _provider, _options, _identity, request ?? new BaselineRequest()).RunAsync(cancellationToken);

    /// <summary>Frees the database of an owner that is gone; a live one is never overridden. Nothing to free: nothing is written.</summary>
    /// <exception cref="DatabaseLockedException">The owner is alive.</exception>
    public Task<UnlockResult> UnlockAsync(CancellationToken cancellationToken = default) => UnlockAsync(new UnlockRequest(), cancellationToken);

    /// <summary>The same, where an operator says what may be ended for it.</summary>
    /// <exception cref="DatabaseLockedException">The owner is alive, its lease has not ended, or its server session is still at work.</exception>
    public Task<UnlockResult> UnlockAsync(UnlockRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new UnlockRun(_provider, _options, _identity, request).RunAsync(cancellationToken);
    }

    /// <summary>What the history kept of the scripts of an applied migration. Reads only.</summary>
    /// <exception cref="UsageException">The history does not know it, or it is not applied.</exception>
    public Task<AppliedTexts> TextsAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return TextsLook.ReadAsync(_provider, id, cancellationToken);
    }

    /// <summary>The history's rows in the order in which they were begun. Reads only; none where there is no history.</summary>
    /// <exception cref="CannotConnectException">The database can't be read.</exception>
    public Task<IReadOnlyList<HistoryRow>> RowsAsync(CancellationToken cancellationToken = default) => RowsLook.ReadAsync(_provider, cancellationToken);

    // Somebody else at work is no reason to wait: what they leave is theirs until they end.
    private UpRun Recovery(RecoverRequest? request) => new(
        _manifest, _provider, _options with { RunLockTimeout = TimeSpan.Zero }, _identity,
        new UpRequest { Purpose = RunPurpose.Recover, StopAfterUnit = request?.StopAfterUnit ?? default });

    private UpRun Run(UpRequest request) => new(_manifest, _provider, _options, _identity, request);
}
