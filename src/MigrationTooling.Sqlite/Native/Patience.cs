using System;
using System.Threading;
using System.Threading.Tasks;

namespace MigrationTooling.Sqlite.Native;

/// <summary>Repeats what another connection's lock refused, until a deadline; a cancelled wait ends at once.</summary>
internal sealed class Patience(TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public async ValueTask RunAsync(Action action, CancellationToken cancellationToken)
    {
        long start = 0;
        while (true)
        {
            try
            {
                action();
                return;
            }
            catch (SqliteError e) when (e.IsBusy)
            {
                start = start == 0 ? time.GetTimestamp() : start;
                if (time.GetElapsedTime(start) >= limit)
                {
                    throw;
                }
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
