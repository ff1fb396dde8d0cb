using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
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
internal sealed class UnlockRun(IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity)
{
    public Task<UnlockResult> RunAsync(CancellationToken cancellationToken) =>
        new OperatorWrite(provider, options with { RunLockTimeout = TimeSpan.Zero }, identity).RunAsync(Decide, isDryRun: false, cancellationToken);

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
