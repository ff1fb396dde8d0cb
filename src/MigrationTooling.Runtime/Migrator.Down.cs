using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Execution;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling;

/// <content>Taking migrations back.</content>
public sealed partial class Migrator
{
    /// <summary>Takes migrations back, the one applied last first, each by its down script under the protocol of <see cref="UpAsync"/>. All of them are checked before the first runs.</summary>
    /// <exception cref="MigrationFailedException">A down script failed; the exception carries what was taken back and where it failed.</exception>
    /// <exception cref="RefusedException">One of them is irreversible, or its down script was edited and nobody said which text runs.</exception>
    /// <exception cref="RunCancelledException">The run was cancelled; the exception carries what was taken back.</exception>
    /// <exception cref="MigratorException">It was refused, locked, or the database can't be reached.</exception>
    public Task<RunResult> DownAsync(DownRequest? request = null, CancellationToken cancellationToken = default) =>
        new DownRun(_manifest, _provider, _options, _identity, request ?? new DownRequest()).RunAsync(cancellationToken);

    /// <summary>Takes one migration back and applies it again, under one lock; both scripts are checked before the first runs.</summary>
    /// <exception cref="MigrationFailedException">A script failed; the exception says which, and what was taken back.</exception>
    /// <exception cref="RefusedException">It can't be taken back, or what was applied after it names the same tables.</exception>
    /// <exception cref="RunCancelledException">The run was cancelled; the exception carries what was done.</exception>
    /// <exception cref="MigratorException">It was refused, locked, or the database can't be reached.</exception>
    public Task<RunResult> RedoAsync(RedoRequest? request = null, CancellationToken cancellationToken = default) =>
        new RedoRun(_manifest, _provider, _options, _identity, request ?? new RedoRequest()).RunAsync(cancellationToken);

    /// <summary>What <see cref="DownAsync"/> would do: the same checks and refusals, without lock or write.</summary>
    /// <exception cref="MigratorException">It would be refused.</exception>
    public async Task<RollbackPlan> PlanDownAsync(DownRequest? request = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var plan = await new DownRun(_manifest, _provider, _options, _identity, request ?? new DownRequest()).LookAsync(cancellationToken).ConfigureAwait(false);
            return plan ?? throw FaultTranslation.JournalLeft(_provider.DisplayUrl);
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, _provider.DisplayUrl);
        }
    }
}
