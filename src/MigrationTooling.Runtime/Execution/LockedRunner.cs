using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>A writing connection that holds the run lock for as long as it is used.</summary>
internal static class LockedRunner
{
    public static async Task<T> UseAsync<T>(
        IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity, Func<IDatabaseRunner, Task<T>> use, CancellationToken cancellationToken)
    {
        var runner = await provider.OpenRunnerAsync(identity, cancellationToken).ConfigureAwait(false);
        await using (runner.ConfigureAwait(false))
        {
            var wait = new RunLockWait(runner, options);
            while (true)
            {
                string holder;
                await wait.TakeAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    return await use(runner).ConfigureAwait(false);
                }
                catch (DatabaseFaultException e) when (e.Fault is DatabaseFault.RunLockHeld held)
                {
                    // A lease is ours only with the ownership, and another runner was first. Nothing was written: waiting goes on.
                    holder = held.Holder;
                }
                finally
                {
                    await runner.UnlockAsync().ConfigureAwait(false);
                }

                await wait.PauseAsync(holder, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
