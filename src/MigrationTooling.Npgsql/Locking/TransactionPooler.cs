using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Storage;
using Npgsql;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>
/// Proves that each transaction may get another server session. That a connection's number is no server process is the first sign, which any
/// pooler gives; the proof is that a server session which one connection had is met in another one while the first is still open.
/// </summary>
internal static class TransactionPooler
{
    private const string WhoSql = "SELECT pg_catalog.pg_backend_pid()";

    // Others may take and give back server sessions in between; each try is another chance to meet one again.
    private const int Tries = 5;

    /// <summary>Tries to prove it; false where it can't be proved.</summary>
    /// <exception cref="DatabaseFaultException">There can be no transaction of more than one message.</exception>
    public static async ValueTask<bool> IsProvedAsync(ServerAddress address, ServerSession session, CancellationToken cancellationToken)
    {
        if (!session.IsPooled)
        {
            return false;
        }

        int first = session.ServerProcess;
        var other = await ServerSession.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        await using (other.ConfigureAwait(false))
        {
            for (int i = 0; i < Tries; i++)
            {
                int held = await HeldAsync(other, cancellationToken).ConfigureAwait(false);
                if (held == first)
                {
                    return true;
                }

                // A pool that gives out first what came back last, and one that goes round.
                int meanwhile = await WhoAsync(session, cancellationToken).ConfigureAwait(false);
                await other.RollbackAsync().ConfigureAwait(false);
                if (meanwhile != first
                    || await WhoAsync(other, cancellationToken).ConfigureAwait(false) != held
                    || await WhoAsync(session, cancellationToken).ConfigureAwait(false) != first)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static async ValueTask<int> HeldAsync(ServerSession session, CancellationToken cancellationToken)
    {
        try
        {
            // Two messages: a pooler that ends the loan at each statement refuses the first.
            await session.RunAsync(new Pipeline().Add(StepKind.Plumbing, "BEGIN"), cancellationToken).ConfigureAwait(false);
            return await WhoAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e) when (e.Code == PostgresErrorCodes.ProtocolViolation)
        {
            throw new DatabaseFaultException(new DatabaseFault.CannotOpen($"the pooler before the server refuses transactions ({e.Refusal!.MessageText.TrimEnd('.')})", e.Code)
            {
                Hint = "Connect past the pooler, or to a pool in session or transaction mode.",
            });
        }
    }

    private static async ValueTask<int> WhoAsync(ServerSession session, CancellationToken cancellationToken) =>
        (int)(await session.ReadAsync(new Pipeline().Add(StepKind.Plumbing, WhoSql), cancellationToken).ConfigureAwait(false))[0][0][0]!;
}
