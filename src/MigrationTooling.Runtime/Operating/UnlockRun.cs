using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Execution;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Operating;

/// <summary>
/// Frees a database of an owner that is gone. A live one is never overridden: whether it lives says the run lock, which the
/// operating system takes back from the dead.
/// </summary>
internal sealed class UnlockRun(IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity, UnlockRequest request)
{
    public async Task<UnlockResult> RunAsync(CancellationToken cancellationToken)
    {
        int? ended = await EndLeftSessionAsync(cancellationToken).ConfigureAwait(false);
        await RefuseLeaseAsync(cancellationToken).ConfigureAwait(false);
        var write = new OperatorWrite(provider, options with { RunLockTimeout = TimeSpan.Zero }, identity with { OverridesLease = request.EndsLease });
        return await write.RunAsync(Decide, isDryRun: false, cancellationToken).ConfigureAwait(false) with { EndedSession = ended };
    }

    private async Task<int?> EndLeftSessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (provider is not ISessionEnding server || await server.FindLeftSessionAsync(cancellationToken).ConfigureAwait(false) is not { } left)
            {
                return null;
            }

            if (request.MayEndSession is null || !await request.MayEndSession(left).ConfigureAwait(false))
            {
                string doing = left.Statement is null ? "is still at work" : left.IsActive ? $"still runs {left.Statement}" : $"is still open behind {left.Statement}";
                throw new DatabaseLockedException(
                    $"{left.Runner ?? "A runner"} holds the database no more, but its server session {left.Process} {doing}.", UsageException.NothingRan, left.Runner, null, null,
                    "Wait until it is done, or end it, which rolls back what it has not committed: dotnet migrate unlock --end-session");
            }

            await server.EndAsync(left, cancellationToken).ConfigureAwait(false);
            return left.Process;
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, provider.DisplayUrl);
        }
    }

    private Task RefuseLeaseAsync(CancellationToken cancellationToken) => request.EndsLease ? Task.CompletedTask : ScriptPlanning.WithReaderAsync(provider, async reader =>
    {
        var snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return snapshot is { LiveRunner: { } live, Owner: { IsLeaseCurrent: true, LeaseUntil: { } until } }
            ? throw new DatabaseLockedException(
                $"The database is being migrated by {live}, whose lease holds until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}.", UsageException.NothingRan, live, null, null,
                "Without a heartbeat it ends then by itself. Where its process is known to be gone, that need not be waited for: dotnet migrate unlock --end-lease")
            : true;
    }, cancellationToken);

    private ValueTask<(HistoryWrite? Write, UnlockResult Result)> Decide(IDatabaseReader reader, DatabaseSnapshot snapshot)
    {
        string[] unfinished = snapshot.Rows.Where(r => r.State is MigrationState.InProgress or MigrationState.RollingBack).Select(r => r.Id).ToArray();
        if (snapshot.Owner is not { Runner: { } runner } owner)
        {
            return new((null, new UnlockResult(null, null, null, unfinished)));
        }

        string since = owner.Since is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "?";
        var entry = new JournalEntry(options.TimeProvider.GetUtcNow(), JournalKind.Unlocked, owner.Doing)
        {
            Detail = $"{runner}, owner since {since}, is gone.",
        };
        return new((
            new HistoryWrite(EquatableList<RowWrite>.Empty, EquatableList.Of(entry)),
            new UnlockResult(runner, owner.Since, owner.Doing, unfinished)));
    }
}
