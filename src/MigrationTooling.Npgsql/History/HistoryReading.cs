using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.History;

/// <summary>Reads the history: adds the queries to the caller's pipeline, and makes a snapshot of the answers.</summary>
internal static class HistoryReading
{
    /// <summary>Which cluster this is, for whom it is told.</summary>
    public const string ClusterSql = "SELECT system_identifier::text FROM pg_catalog.pg_control_system()";

    private static readonly string[] Columns =
    [
        "id", "former_ids", "sequence", "state", "origin", "attempt", "up_h1", "up_s1", "down_h1", "down_s1", "variant", "units_done",
        "statements_done", "statements_total", "run_on", "finished_on", "failure_reason", "failure_code", "failure_place", "runner", "tool_version",
        "rollback_units", "rollback_statements_done", "rollback_statements_total", "batches", "batch_rows", "in_doubt",
    ];

    /// <summary>
    /// Everything at one instant, and who is at work now. That is asked first: a runner that ends between the two is taken for one that is at
    /// work, never for a dead one.
    /// </summary>
    /// <param name="session">Where.</param>
    /// <param name="place">What is there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<DatabaseSnapshot> ReadAsync(ServerSession session, HistoryPlace place, CancellationToken cancellationToken)
    {
        var answers = await session.ReadAsync(Queries(place, withWork: false), cancellationToken).ConfigureAwait(false);
        if (answers[0].Count > 0 || (place.HasHistory && Owner(answers[2]) is { LeaseUntil: not null }))
        {
            // To plan the look at what other sessions do takes the server longer than everything else, so only where there is one.
            answers = await session.ReadAsync(Queries(place, withWork: true), cancellationToken).ConfigureAwait(false);
        }

        return Snapshot(place, answers);
    }

    /// <summary>The queries of everything; with what the sessions do that are at work, or only whether there are any.</summary>
    public static Pipeline Queries(HistoryPlace place, bool withWork)
    {
        var names = place.Names;
        long key = LockKeys.Run(names.Schema, names.Table);
        var pipeline = withWork
            ? new Pipeline().Add(StepKind.Plumbing, LockHolder.Sql, key).Barrier()
            : new Pipeline().Add(StepKind.Plumbing, LockHolder.ProcessSql, key, place.DatabaseOid).Barrier();
        if (!place.HasHistory)
        {
            return pipeline.Add(StepKind.Plumbing, OthersSql);
        }

        pipeline.Add(StepKind.Plumbing, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        return AddTables(pipeline, place, withWork).Add(StepKind.Plumbing, "COMMIT");
    }

    /// <summary>What those queries answered.</summary>
    public static DatabaseSnapshot Snapshot(HistoryPlace place, IReadOnlyList<IReadOnlyList<object?[]>> answers)
    {
        var holder = LockHolder.From(answers[0]);
        if (!place.HasHistory)
        {
            return DatabaseSnapshot.Empty with
            {
                LiveRunner = holder is null ? null : Name(holder, null),
                ServerVersion = place.ServerVersion,
                OtherHistories = answers[1].Select(row => new OtherHistory((string)row[0]!, OtherTools.ByTable[(string)row[0]!])).ToEquatableList(),
            };
        }

        var snapshot = Tables(place, [.. answers.Skip(1)]);
        return snapshot with { LiveRunner = holder is null ? Leaseholder(snapshot.Owner) : Name(holder, snapshot.Owner?.Runner) };
    }

    /// <summary>Adds the queries of the tables alone, inside the caller's transaction.</summary>
    public static Pipeline AddTables(Pipeline pipeline, HistoryPlace place, bool withWork = false)
    {
        var names = place.Names;
        pipeline.Add(StepKind.Plumbing, $"SELECT key, value FROM {names.Meta}");
        pipeline.Add(StepKind.Plumbing, place.Has(names.OwnerName, "token")
            ? $"SELECT o.token, o.runner, o.since, o.doing{(!place.HasLeases ? ", NULL, NULL, NULL" : withWork ? Leased + Work : Leased + ", NULL")} FROM {names.Owner} o WHERE o.id = 1"
            : "SELECT NULL WHERE false");
        // A newer major may lack columns of ours, and an older format those that came later; what says "applied" is promised to stay.
        pipeline.Add(StepKind.Plumbing, $"SELECT {string.Join(", ", Columns.Select(c => place.Has(names.Table, c) ? c : "NULL"))} FROM {names.Rows} ORDER BY sequence");
        return place.TellsCluster ? pipeline.Add(StepKind.Plumbing, ClusterSql) : pipeline;
    }

    /// <summary>What those queries answered.</summary>
    /// <exception cref="DatabaseFaultException">The tables are something else.</exception>
    public static DatabaseSnapshot Tables(HistoryPlace place, IReadOnlyList<IReadOnlyList<object?[]>> answers)
    {
        var meta = answers[0].ToDictionary(row => (string)row[0]!, row => (string)row[1]!, StringComparer.Ordinal);
        var format = HistoryFormat.Parse(meta.GetValueOrDefault(HistorySchema.FormatKey))
            ?? throw new DatabaseFaultException(place.NotOurs(place.Names.Table));
        string? former = meta.GetValueOrDefault(HistorySchema.HomeKey);
        string? here = Home(place, answers);
        return new DatabaseSnapshot(answers[2].Select(Row).ToEquatableList())
        {
            Format = format,
            ServerVersion = place.ServerVersion,
            Owner = Owner(answers[1]),
            FormerHome = former is null || here is null || Identity(former) == Identity(here) ? null : former,
        };
    }

    /// <summary>What tells this database from a copy of it: its name, and behind that the cluster's identifier and its number there; null where the cluster is not told.</summary>
    public static string? Home(HistoryPlace place, IReadOnlyList<IReadOnlyList<object?[]>> answers) =>
        place.TellsCluster ? $"{place.Database} ({(string)answers[^1][0][0]!}/{place.DatabaseOid})" : null;

    private static OwnerRow? Owner(IReadOnlyList<object?[]> rows) => rows is [var owner]
        ? new OwnerRow((long)owner[0]!, (string?)owner[1], HistoryValues.Time((string?)owner[2]), (string?)owner[3])
        {
            LeaseUntil = HistoryValues.Time((string?)owner[4]),
            IsLeaseCurrent = owner[5] is true,
            ServerProcess = (int?)owner[6],
        }
        : null;

    private static string Identity(string home) => home[(home.LastIndexOf(' ') + 1)..];

    // A server without leases in its history has none of their work either.
    private const string Leased = ", o.lease_until, o.lease_until::timestamptz > pg_catalog.clock_timestamp()";

    private const string Work = $", CASE WHEN o.lease_until IS NOT NULL THEN (SELECT w.pid FROM ({LeaseRow.WorkingSql}) w) END";

    private static string? Leaseholder(OwnerRow? owner) => owner is { IsLeaseCurrent: true } or { ServerProcess: not null } ? owner.Runner ?? "a runner" : null;

    private static string Name(LockHolder holder, string? owner) =>
        holder.Runner ?? owner ?? $"a session of another role (server process {holder.Process})";

    private static readonly string OthersSql =
        $"""
        SELECT c.relname::text FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
        WHERE c.relkind IN ('r', 'p') AND pg_catalog.lower(c.relname) IN ({string.Join(", ", OtherTools.ByTable.Keys.Select(t => "'" + t.ToLowerInvariant() + "'"))})
        ORDER BY 1
        """;

    private static HistoryRow Row(object?[] row)
    {
        var text = new RowText((string)row[6]!, (string)row[7]!, (string?)row[8], (string?)row[9], row[10] is string variant ? Dialects.Parse(variant) : null);

        // A state that only a newer version knows is unfinished as far as this one can tell.
        var state = HistoryWords.ParseState((string)row[3]!) ?? MigrationState.InProgress;
        return new HistoryRow((string)row[0]!, Convert.ToInt64(row[2], null), state, text)
        {
            FormerIds = HistoryValues.List((string)row[1]!),
            Origin = HistoryWords.ParseOrigin((string?)row[4] ?? "") ?? MigrationOrigin.Ran,
            Attempt = Number(row[5]),
            UnitsDone = HistoryValues.List((string?)row[11] ?? ""),
            StatementsDone = Number(row[12]),
            StatementsTotal = Number(row[13]),
            RunOn = HistoryValues.Time((string?)row[14]) ?? default,
            FinishedOn = HistoryValues.Time((string?)row[15]),
            Failure = row[16] is string reason ? new RowFailure(reason, (string?)row[17], (string?)row[18]) : null,
            Runner = (string?)row[19] ?? "",
            ToolVersion = (string?)row[20] ?? "",
            Rollback = row[21] is string units ? new RollbackProgress(HistoryValues.List(units), Number(row[22]), Number(row[23])) : null,
            Batches = row[24] is { } batches ? new BatchProgress(Convert.ToInt64(batches, null), Convert.ToInt64(row[25] ?? 0L, null)) : null,
            InDoubt = PreImage.Parse((string?)row[26]),
        };
    }

    private static int Number(object? value) => Convert.ToInt32(value ?? 0, null);
}
