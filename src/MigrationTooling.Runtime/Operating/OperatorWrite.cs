using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Execution;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Operating;

/// <summary>
/// The way of every write by hand: decide from a look without lock; then, behind run lock and fence, decide again from a fresh
/// read, and write that. A decision made on a state that is gone by then is made anew or refused.
/// </summary>
internal sealed class OperatorWrite(IDatabaseProvider provider, MigratorOptions options, RunnerIdentity identity)
{
    /// <summary>Decides what is written; a write of nothing (null) ends it there. Throws where it refuses.</summary>
    public delegate ValueTask<(HistoryWrite? Write, T Result)> Decision<T>(IDatabaseReader reader, DatabaseSnapshot snapshot);

    /// <summary>Looks, decides, writes.</summary>
    /// <param name="decide">Called up to three times, each with a newer read.</param>
    /// <param name="isDryRun">Ends after the first decision.</param>
    /// <param name="cancellationToken">Cancels before the write.</param>
    public async Task<T> RunAsync<T>(Decision<T> decide, bool isDryRun, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await provider.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (snapshot.LiveRunner is { } live && !(identity.OverridesLease && snapshot.Owner is { IsLeaseCurrent: true }) && options.RunLockTimeout <= TimeSpan.Zero)
                {
                    throw new DatabaseLockedException($"The database is being migrated by {live}.", UsageException.NothingRan, live, null, null);
                }

                var (write, result) = await decide(reader, Checked(snapshot)).ConfigureAwait(false);
                if (isDryRun || write is null)
                {
                    return result;
                }
            }

            return await LockedRunner.UseAsync(
                provider, options, identity, runner => WriteAsync(runner, decide, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, provider.DisplayUrl);
        }
    }

    /// <summary>Who writes, when, and where new rows go.</summary>
    public OperatorStamp Stamp(DatabaseSnapshot snapshot) =>
        new(options.TimeProvider.GetUtcNow(), identity.Name, identity.ToolVersion, snapshot.LastSequence + 1);

    private static async Task<T> WriteAsync<T>(IDatabaseRunner runner, Decision<T> decide, CancellationToken cancellationToken)
    {
        // Once more before ownership is taken: a refusal leaves no trace.
        var (write, result) = await decide(runner, await runner.ReadAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        if (write is null)
        {
            return result;
        }

        (write, result) = await decide(runner, await runner.TakeOwnershipAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        if (write is not null)
        {
            await runner.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }

        await runner.ReleaseOwnershipAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    private static DatabaseSnapshot Checked(DatabaseSnapshot snapshot) => snapshot.Format is { IsNewerMajor: true } format
        ? throw new UsageException(
            $"The history has format {format}; this version writes {HistoryFormat.Current}.", "Update the tool before it has to write to this database.")
        : snapshot;
}
