using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>Server sessions at work for a runner that is gone: what holds the run lock or a lease is a runner's own business.</summary>
internal sealed class LeftSessions(ServerAddress address, NpgsqlProviderOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public ValueTask<LeftSession?> FindAsync(CancellationToken cancellationToken) =>
        UseAsync(session => FindAsync(session, cancellationToken), cancellationToken);

    /// <summary>Ends it and waits until it is gone.</summary>
    /// <exception cref="DatabaseFaultException">This role may not, or it did not end in time.</exception>
    public async ValueTask EndAsync(LeftSession left, CancellationToken cancellationToken)
    {
        await UseAsync(
            async session =>
            {
                // The number may be another session's by now.
                if (await FindAsync(session, cancellationToken).ConfigureAwait(false) is not { } now || now.Process != left.Process)
                {
                    return true;
                }

                await session.RunAsync(new Pipeline().Add(StepKind.Plumbing, "SELECT pg_catalog.pg_terminate_backend($1)", left.Process), cancellationToken).ConfigureAwait(false);
                long start = options.TimeProvider.GetTimestamp();
                while (await FindAsync(session, cancellationToken).ConfigureAwait(false) is { } still && still.Process == left.Process)
                {
                    if (options.TimeProvider.GetElapsedTime(start) >= options.ReconnectTimeout)
                    {
                        throw new DatabaseFaultException(new DatabaseFault.Undecided($"The server session {left.Process} was told to end, and has not ended yet.")
                        {
                            Hint = "It ends when what it does can be interrupted; then: dotnet migrate unlock",
                        });
                    }

                    await Task.Delay(Pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<LeftSession?> FindAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var place = await HistoryPlace.FindAsync(session, new Pipeline(), options.Schema, options.HistoryTable!, cancellationToken).ConfigureAwait(false);
        var names = place.Names;
        if (await LockHolder.FindAsync(session, LockKeys.Run(names.Schema, names.Table), cancellationToken).ConfigureAwait(false) is not null)
        {
            return null;
        }

        if (await LockHolder.FindAsync(session, LockKeys.Session(names.Schema, names.Table), cancellationToken).ConfigureAwait(false) is { } holder)
        {
            return new LeftSession(holder.Process, holder.Runner, holder.Query is null ? null : LeaseRow.Shortened(holder.Query), holder.IsActive);
        }

        return place.HasLeases
            && await LeaseRow.FindAsync(session, names, cancellationToken).ConfigureAwait(false) is { IsCurrent: false, Process: { } process } lease
            ? new LeftSession(process, lease.Runner, lease.Query is null ? null : LeaseRow.Shortened(lease.Query), lease.IsActive)
            : null;
    }

    private async ValueTask<T> UseAsync<T>(Func<ServerSession, ValueTask<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            var session = await ServerSession.OpenAsync(address, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                return await use(session).ConfigureAwait(false);
            }
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }
}
