using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Storage;
using Npgsql;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>Becoming the owner, in one transaction: tables made where they are missing, the token raised, the history read.</summary>
internal sealed class Taking(WorkSession work, NpgsqlProviderOptions options)
{
    // Two runners that make the tables at the same time, which only happens where there is no run lock: one of them fails and finds them.
    private const int Attempts = 3;

    public async ValueTask<DatabaseSnapshot> RunAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ServerError e) when (attempt < Attempts && e.Code is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject)
            {
                await work.Session.RollbackAsync().ConfigureAwait(false);
            }
            catch (ServerError e) when (work.Lock.Terms is not null && e.Code is PostgresErrorCodes.LockNotAvailable)
            {
                await work.Session.RollbackAsync().ConfigureAwait(false);
                throw new DatabaseFaultException(new DatabaseFault.RunLockHeld(await HolderAsync(cancellationToken).ConfigureAwait(false)), e);
            }
            catch (Exception e)
            {
                await work.Session.RollbackAsync().ConfigureAwait(false);
                throw e is ServerError error ? ServerFaults.From(error, work.Blockers) : e;
            }
        }
    }

    private async ValueTask<DatabaseSnapshot> TryAsync(CancellationToken cancellationToken)
    {
        var begin = new Pipeline();
        work.Settings.Begin(begin);
        work.Settings.Reset(begin);
        var place = await FindAsync(begin, cancellationToken).ConfigureAwait(false);
        if (place.IsStandby)
        {
            throw new DatabaseFaultException(new DatabaseFault.Unwritable("this server is a standby, which can only be read", PostgresErrorCodes.ReadOnlySqlTransaction)
            {
                Hint = "Give the address of the primary (several hosts in it, and target_session_attrs=primary, find it), and run the command again.",
            });
        }

        var queries = new Pipeline();
        if (place.HasHistory)
        {
            // Whoever has the row locked is at work; with a lease that is the only lock there is.
            queries.Add(StepKind.Plumbing, $"SELECT 1 FROM {work.Names.Owner} WHERE id = 1 FOR UPDATE{(work.Lock.Terms is null ? "" : " NOWAIT")}");
            HistoryReading.AddTables(queries, place);
        }
        else if (!place.SchemaExists)
        {
            throw new DatabaseFaultException(new DatabaseFault.Unwritable($"the schema '{work.Names.Schema}' does not exist", PostgresErrorCodes.InvalidSchemaName)
            {
                Hint = $"Make it: CREATE SCHEMA {HistoryNames.Quote(work.Names.Schema)}; then run the command again.",
            });
        }
        else if (place.TellsCluster)
        {
            queries.Add(StepKind.Plumbing, HistoryReading.ClusterSql);
        }

        var answers = queries.Count == 0 ? [] : await work.ReadAsync(queries, cancellationToken).ConfigureAwait(false);
        var snapshot = place.HasHistory ? HistoryReading.Tables(place, [.. answers.Skip(1)]) : DatabaseSnapshot.Empty with { ServerVersion = place.ServerVersion };
        await RefuseHeldAsync(place, snapshot, cancellationToken).ConfigureAwait(false);
        await OwnAsync(place, snapshot, HistoryReading.Home(place, answers), cancellationToken).ConfigureAwait(false);
        return snapshot;
    }

    // Asked while the owner row is locked, so that nobody can become the owner between the question and the answer.
    private async ValueTask RefuseHeldAsync(HistoryPlace place, DatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Owner is { IsLeaseCurrent: true, Token: var token } && token != work.Token && !work.Runner.OverridesLease && place.HasHistory)
        {
            var held = await LeaseRow.FindAsync(work.Session, work.Names, cancellationToken).ConfigureAwait(false);
            throw new DatabaseFaultException(new DatabaseFault.RunLockHeld(held?.Words() ?? "a runner that just ended"));
        }

        if (work.Lock is Lease lease && await lease.SessionHolderAsync(work.Session, cancellationToken).ConfigureAwait(false) is { } holder)
        {
            throw new DatabaseFaultException(new DatabaseFault.RunLockHeld(holder));
        }
    }

    private async ValueTask<string> HolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await LeaseRow.FindAsync(work.Session, work.Names, cancellationToken).ConfigureAwait(false);
            return lease is not null && lease.IsInTheWayOf(work.Runner) ? lease.Words() : "a runner that is just beginning or ending";
        }
        catch (ServerError)
        {
            return "a runner that is just beginning or ending";
        }
    }

    private async ValueTask OwnAsync(HistoryPlace place, DatabaseSnapshot snapshot, string? home, CancellationToken cancellationToken)
    {
        var now = work.Runner.Clock.GetUtcNow();
        var pipeline = new Pipeline();
        if (snapshot.Format is null)
        {
            HistorySchema.Create(pipeline, work.Names, Guid.NewGuid().ToString("N"));
        }
        else if (snapshot.Format.IsNewerMajor)
        {
            throw new DatabaseFaultException(new DatabaseFault.NewerHistory($"The history has format {snapshot.Format}; this version writes {HistoryFormat.Current}."));
        }
        else if (snapshot.Format.IsOlder)
        {
            HistorySchema.Upgrade(pipeline, place);
        }

        long token = (snapshot.Owner?.Token ?? 0) + 1;
        work.History.Own(pipeline, token, now);
        if (work.Lock.Terms is { } terms)
        {
            LeaseRow.Extend(pipeline, work.Names, terms, token);
        }

        if (snapshot.Format is null)
        {
            Append(JournalKind.Created, HistoryFormat.Current.ToString());
        }

        if (snapshot.Format is { IsOlder: true } older)
        {
            Append(JournalKind.Upgraded, older + " → " + HistoryFormat.Current);
        }

        if (snapshot.FormerHome is { } former)
        {
            Append(JournalKind.Moved, former + " → " + home);
        }

        if (home is not null)
        {
            HistorySchema.SetMeta(pipeline, work.Names, HistorySchema.HomeKey, home);
        }

        Append(JournalKind.Owned, null);
        (work.Settings with { Token = token }).Apply(pipeline);
        pipeline.Add(StepKind.Commit, "COMMIT");
        await work.RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
        work.Owns(token);
        await work.Lock.OwnsAsync(token, cancellationToken).ConfigureAwait(false);

        void Append(JournalKind kind, string? detail) => work.History.Append(pipeline, new JournalEntry(now, kind) { Detail = detail }, token);
    }

    private ValueTask<HistoryPlace> FindAsync(Pipeline begin, CancellationToken cancellationToken) =>
        HistoryPlace.FindAsync(work.Session, begin, work.Names.Schema, options.HistoryTable!, cancellationToken);
}
