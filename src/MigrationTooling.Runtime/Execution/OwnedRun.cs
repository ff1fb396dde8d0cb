using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>
/// The way of every run of scripts, up or down. Looks first without any lock; where there is work, plans again under the run lock
/// and once more as the owner, and does what that last plan says.
/// </summary>
/// <typeparam name="TPlan">What is planned.</typeparam>
internal abstract class OwnedRun<TPlan>(IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity)
    where TPlan : class
{
    /// <summary>The database.</summary>
    protected IDatabaseProvider Provider => provider;

    /// <summary>How it is run.</summary>
    protected MigratorOptions Options => options;

    /// <summary>Who runs.</summary>
    protected RunnerIdentity Identity => identity;

    /// <summary>True where a killed writer's journal stood in the way of the look, so that this run's own connection rolled it back.</summary>
    protected bool UndidJournal { get; private set; }

    /// <summary>What was done so far, for an error that ends the run; null for nothing.</summary>
    protected abstract RunResult? SoFar { get; }

    public async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var plan = await LookAsync(cancellationToken).ConfigureAwait(false);
            return plan is not null && !HasWork(plan) ? Idle(plan) : await RunAsOwnerAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, provider.DisplayUrl, SoFar);
        }
    }

    /// <summary>Plans without lock or write, what a dry run shows; null where only a writing connection can read.</summary>
    public async Task<TPlan?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reader = await provider.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await PlanAsync(reader, await reader.ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DatabaseFaultException e) when (e.Fault is DatabaseFault.NeedsRecovery)
        {
            // A killed writer's journal: the connection that is going to write undoes it, so there is nothing to look at before.
            UndidJournal = true;
            return null;
        }
    }

    /// <summary>Plans, and refuses what may not be run.</summary>
    protected abstract Task<TPlan> PlanAsync(IHistoryReader reader, DatabaseSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>True where the plan has to become the owner.</summary>
    protected abstract bool HasWork(TPlan plan);

    /// <summary>What to answer to a plan without work.</summary>
    protected abstract RunResult Idle(TPlan plan);

    /// <summary>Does what the plan says. A failure is in the answer; a cancellation is thrown as a <see cref="RunCancelledException"/>.</summary>
    protected abstract Task<RunResult> WorkAsync(IDatabaseRunner runner, TPlan plan, DatabaseSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>The error that a failed result is thrown as.</summary>
    protected abstract MigrationFailedException Failed(TPlan plan, RunResult result);

    private Task<RunResult> RunAsOwnerAsync(CancellationToken cancellationToken) => LockedRunner.UseAsync(
        provider, options, identity,
        async runner =>
        {
            var plan = await PlanAsync(runner, await runner.ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            if (!HasWork(plan))
            {
                return Idle(plan);
            }

            var snapshot = await runner.TakeOwnershipAsync(cancellationToken).ConfigureAwait(false);
            plan = await PlanAsync(runner, snapshot, cancellationToken).ConfigureAwait(false);
            var result = await WorkOrReleaseAsync(runner, plan, snapshot, cancellationToken).ConfigureAwait(false);
            await Ownership.ReleaseAsync(runner, options).ConfigureAwait(false);
            return result.Failed is null ? result : throw Failed(plan, result);
        },
        cancellationToken);

    // Every other error leaves the owner row as it is: it may not be ours any more.
    private async Task<RunResult> WorkOrReleaseAsync(IDatabaseRunner runner, TPlan plan, DatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            return await WorkAsync(runner, plan, snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (RunCancelledException)
        {
            await Ownership.ReleaseAsync(runner, options).ConfigureAwait(false);
            throw;
        }
    }
}
