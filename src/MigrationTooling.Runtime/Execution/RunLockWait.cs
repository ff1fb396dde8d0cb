using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Asks for the run lock until it is given or the time is up. Never a blocking call: a waiter must stay cancellable and must not hold anything.</summary>
internal sealed class RunLockWait(IRunLock runLock, MigratorOptions options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private readonly long _start = options.TimeProvider.GetTimestamp();
    private TimeSpan _pause = TimeSpan.FromMilliseconds(20);
    private string? _lastHolder;

    /// <summary>Asks until it is given.</summary>
    /// <exception cref="DatabaseLockedException">The time is up.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await runLock.TryLockAsync(cancellationToken).ConfigureAwait(false))
            {
                case RunLockAnswer.Taken taken:
                    if (taken.Note is not null)
                    {
                        options.Observer?.Observe(new MigrationEvent.RunLockNoted(taken.Note));
                    }

                    return;
                case RunLockAnswer.Unavailable unavailable:
                    options.Observer?.Observe(new MigrationEvent.RunLockUnavailable(unavailable.Reason));
                    return;
                case RunLockAnswer.Held held:
                    await PauseAsync(held.Holder, cancellationToken).ConfigureAwait(false);
                    break;
                case var other:
                    throw new InvalidOperationException($"Unknown answer {other}.");
            }
        }
    }

    /// <summary>Waits a little for the runner that has it, or was first although the lock was given.</summary>
    /// <exception cref="DatabaseLockedException">The time is up.</exception>
    public async Task PauseAsync(string holder, CancellationToken cancellationToken)
    {
        var left = options.RunLockTimeout - options.TimeProvider.GetElapsedTime(_start);
        if (left <= TimeSpan.Zero)
        {
            throw new DatabaseLockedException($"The database is being migrated by {holder}.", UsageException.NothingRan, holder, null, null);
        }

        if (holder != _lastHolder)
        {
            options.Observer?.Observe(new MigrationEvent.WaitingForRunLock(holder));
            _lastHolder = holder;
        }

        await Task.Delay(_pause < left ? _pause : left, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
    }
}
