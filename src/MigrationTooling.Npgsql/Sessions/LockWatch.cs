using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Locking;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>Looks who is in the way while a command takes long: afterwards, nobody can tell any more.</summary>
internal sealed class LockWatch(IRunnerLock runLock, NpgsqlProviderOptions options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _pause = options.LockTimeout > TimeSpan.Zero && options.LockTimeout / 3 < Longest ? options.LockTimeout / 3 : Longest;

    /// <summary>Who was in the way last; null for nobody.</summary>
    public string? Blockers { get; private set; }

    public async Task RunAsync(ServerSession session, Task running)
    {
        Blockers = null;
        while (!running.IsCompleted)
        {
            using var ended = new CancellationTokenSource();
            var pause = Task.Delay(_pause, options.TimeProvider, ended.Token);
            if (await Task.WhenAny(running, pause).ConfigureAwait(false) == running)
            {
                await ended.CancelAsync().ConfigureAwait(false);
                break;
            }

            Blockers = await runLock.BlockersAsync(session, CancellationToken.None).ConfigureAwait(false) ?? Blockers;
        }

        await running.ConfigureAwait(false);
    }
}
