using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Asks for the run lock until it is given or the time is up. Never a blocking call: a waiter must stay cancellable and must not hold anything.</summary>
internal static class RunLockWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    public static async Task TakeAsync(IRunLock runLock, MigratorOptions options, CancellationToken cancellationToken)
    {
        long start = options.TimeProvider.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(20);
        string? lastHolder = null;
        while (true)
        {
            switch (await runLock.TryLockAsync(cancellationToken).ConfigureAwait(false))
            {
                case RunLockAnswer.Taken:
                    return;
                case RunLockAnswer.Unavailable unavailable:
                    options.Observer?.Observe(new MigrationEvent.RunLockUnavailable(unavailable.Reason));
                    return;
                case RunLockAnswer.Held held:
                    var left = options.RunLockTimeout - options.TimeProvider.GetElapsedTime(start);
                    if (left <= TimeSpan.Zero)
                    {
                        throw new DatabaseLockedException(
                            $"The database is being migrated by {held.Holder}.", UsageException.NothingRan, held.Holder, null, null);
                    }

                    if (held.Holder != lastHolder)
                    {
                        options.Observer?.Observe(new MigrationEvent.WaitingForRunLock(held.Holder));
                        lastHolder = held.Holder;
                    }

                    await Task.Delay(pause < left ? pause : left, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                    pause = pause * 2 < Longest ? pause * 2 : Longest;
                    break;
                case var other:
                    throw new InvalidOperationException($"Unknown answer {other}.");
            }
        }
    }
}
