using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>The session in which scripts run and the history is written, and what is known of its state.</summary>
internal sealed class WorkSession(ServerSession session, HistoryNames names, RunnerIdentity runner, SessionSettings settings)
{
    public ServerSession Session => session;

    public HistoryNames Names => names;

    public RunnerIdentity Runner => runner;

    public HistoryWriting History { get; } = new(names, runner);

    public SessionSettings Settings { get; private set; } = settings;

    /// <summary>This runner's fencing token.</summary>
    public long Token => Settings.Token;

    /// <summary>True where a script may have changed the session since it was taken back.</summary>
    public bool IsTouched { get; private set; }

    public void Touched() => IsTouched = true;

    /// <summary>This runner became the owner; the session is as every migration starts.</summary>
    public void Owns(long token)
    {
        Settings = Settings with { Token = token };
        IsTouched = false;
    }

    /// <summary>Writes in a transaction of its own, behind the fence, in one round trip. It is the boundary between two migrations, so the session is taken back first.</summary>
    /// <exception cref="DatabaseFaultException">The server refused it, or somebody else is the owner.</exception>
    public async ValueTask WriteAsync(Action<Pipeline> write, CancellationToken cancellationToken)
    {
        var pipeline = new Pipeline().Add(StepKind.Plumbing, "BEGIN");
        if (IsTouched)
        {
            Settings.Reset(pipeline);
        }

        await WriteAsync(pipeline, write, cancellationToken).ConfigureAwait(false);
        IsTouched = false;
    }

    /// <summary>The same inside a migration: what its script set stays.</summary>
    public ValueTask WriteWithinAsync(Action<Pipeline> write, CancellationToken cancellationToken)
    {
        var pipeline = new Pipeline().Add(StepKind.Plumbing, "BEGIN");
        Settings.Own(pipeline);
        return WriteAsync(pipeline, write, cancellationToken);
    }

    private async ValueTask WriteAsync(Pipeline pipeline, Action<Pipeline> write, CancellationToken cancellationToken)
    {
        Fence.Add(pipeline, names, Token);
        write(pipeline);
        pipeline.Add(StepKind.Commit, "COMMIT");
        try
        {
            await session.RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            await session.RollbackAsync().ConfigureAwait(false);
            throw Fence.IsRefusal(e, StepKind.Fence)
                ? await Fence.LostAsync(session, names, Token, null, e).ConfigureAwait(false)
                : ServerFaults.From(e);
        }
        catch (OperationCanceledException)
        {
            await session.RollbackAsync().ConfigureAwait(false);
            throw;
        }
    }
}
