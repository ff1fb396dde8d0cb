using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>
/// What to do about a connection that broke: the server's end of it may be at work for long after that, and may commit. Nothing is read, and
/// nothing is run again, before that session is gone.
/// </summary>
internal sealed class Reconnection(ServerAddress address, IRunnerLock runLock, NpgsqlProviderOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private bool _gaveUp;

    /// <summary>Opens a session in the place of a broken one.</summary>
    /// <exception cref="DatabaseFaultException">The time was up: the server can't be reached, or the old session is still at work.</exception>
    public async ValueTask<ServerSession> ReplaceAsync(ServerSession broken, SessionSettings settings, CancellationToken cancellationToken)
    {
        long start = options.TimeProvider.GetTimestamp();
        while (true)
        {
            DatabaseFaultException fault;
            try
            {
                return await TryAsync(broken.ServerProcess, settings, cancellationToken).ConfigureAwait(false);
            }
            catch (DatabaseFaultException e)
            {
                fault = e;
            }

            // Waited for once: what a failing run still wants to write down or look up after that is tried and not waited for.
            if (_gaveUp || options.TimeProvider.GetElapsedTime(start) >= options.ReconnectTimeout)
            {
                _gaveUp = true;
                throw fault;
            }

            await Task.Delay(Pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<ServerSession> TryAsync(int process, SessionSettings settings, CancellationToken cancellationToken)
    {
        var session = await ServerSession.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await runLock.RegainAsync(session, process, cancellationToken).ConfigureAwait(false) is { } inTheWay)
            {
                throw new DatabaseFaultException(new DatabaseFault.Undecided($"The connection broke, and what it was doing is not decided: {inTheWay}")
                {
                    Hint = $"Wait until that is over, or end that session: SELECT pg_terminate_backend({process}); then look: dotnet migrate status",
                });
            }

            var pipeline = new Pipeline().Add(StepKind.Plumbing, "SELECT pg_catalog.pg_backend_pid()");
            settings.Apply(pipeline);
            session.Identify((int)(await session.ReadAsync(pipeline, cancellationToken).ConfigureAwait(false))[0][0][0]!);
            return session;
        }
        catch (Exception e)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw e is ServerError error ? Faults.ServerFaults.From(error) : e;
        }
    }
}
