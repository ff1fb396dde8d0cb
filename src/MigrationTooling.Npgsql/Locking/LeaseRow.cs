using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Secrets;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>
/// The lease in the owner row. Only the server's clock says whether it holds. A unit's transaction has the row locked, so that nobody can write
/// a heartbeat meanwhile, and nobody can take over either: the transaction that has it locked is looked for, too.
/// </summary>
/// <param name="Runner">Who holds or held it.</param>
/// <param name="Token">Under which fencing token.</param>
/// <param name="Until">Its end.</param>
/// <param name="IsCurrent">True where that is to come.</param>
/// <param name="Process">The server process that has the row locked, or runs what can't be fenced; null for none.</param>
/// <param name="Query">What it runs, or ran last; null where this role is not shown it.</param>
/// <param name="IsActive">True where it runs it now.</param>
internal sealed record LeaseRow(string? Runner, long Token, DateTimeOffset? Until, bool IsCurrent, int? Process, string? Query, bool IsActive)
{
    private const int Shown = 100;

    /// <summary>True where a runner may not begin.</summary>
    public bool IsInTheWayOf(RunnerIdentity runner) => Process is not null || (IsCurrent && !runner.OverridesLease);

    /// <summary>The owner's lease, where it has one.</summary>
    public static string LookSql(HistoryNames names) =>
        $"""
        SELECT o.runner, o.token, o.lease_until, o.lease_until::timestamptz > pg_catalog.clock_timestamp(), w.pid, w.query, w.state
        FROM {names.Owner} o LEFT JOIN LATERAL ({WorkingSql}) w ON true
        WHERE o.id = 1 AND o.lease_until IS NOT NULL
        """;

    /// <summary>The server session that has the owner row <c>o</c> locked, or runs under its token.</summary>
    public const string WorkingSql =
        $"""
        SELECT a.pid, a.query, a.state FROM pg_catalog.pg_stat_activity a
        WHERE a.pid <> pg_catalog.pg_backend_pid() AND (
          a.pid IN (
            SELECT l.pid FROM pg_catalog.pg_locks l
            WHERE l.locktype = 'transactionid' AND l.transactionid = o.xmax AND l.mode = 'ExclusiveLock' AND l.granted)
          OR (a.state = 'active' AND pg_catalog.starts_with(a.query, {LeaseTerms.MarkSql})))
        ORDER BY a.state = 'active' DESC LIMIT 1
        """;

    /// <summary>From now on, for the length of the lease: <c>$1</c> is that, <c>$2</c> the token.</summary>
    public static string ExtendSql(HistoryNames names) => $"UPDATE {names.Owner} SET lease_until = {EndSql} WHERE id = 1 AND token = $2";

    /// <summary>The same, passed over where a transaction has the row: that one is the heartbeat then.</summary>
    public static string BeatSql(HistoryNames names) =>
        $"UPDATE {names.Owner} SET lease_until = {EndSql} WHERE id IN (SELECT id FROM {names.Owner} WHERE id = 1 AND token = $2 AND lease_until IS NOT NULL FOR UPDATE SKIP LOCKED)";

    /// <summary>Ends it; <c>$1</c> is the token.</summary>
    public static string CloseSql(HistoryNames names) =>
        $"UPDATE {names.Owner} SET lease_until = NULL WHERE id IN (SELECT id FROM {names.Owner} WHERE id = 1 AND token = $1 AND lease_until IS NOT NULL FOR UPDATE SKIP LOCKED)";

    public static void Extend(Pipeline pipeline, HistoryNames names, LeaseTerms terms, long token) =>
        pipeline.Add(StepKind.History, ExtendSql(names), terms.Interval, token);

    public static async ValueTask<LeaseRow?> FindAsync(ServerSession session, HistoryNames names, CancellationToken cancellationToken) =>
        From((await session.ReadAsync(new Pipeline().Add(StepKind.Plumbing, LookSql(names)), cancellationToken).ConfigureAwait(false))[0]);

    /// <summary>What the look answered; null where the owner has no lease.</summary>
    public static LeaseRow? From(IReadOnlyList<object?[]> rows) => rows is [var row]
        ? new LeaseRow((string?)row[0], (long)row[1]!, HistoryValues.Time((string?)row[2]), row[3] is true, (int?)row[4], row[5] as string, row[6] as string == "active")
        : null;

    /// <summary>In words, for the middle of a sentence.</summary>
    public string Words()
    {
        string end = Until is { } until ? until.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "?";
        string runner = Runner ?? "a runner";
        return IsCurrent ? $"{runner}, whose lease holds until {end}"
            : Query is null ? $"{runner}, whose lease ended at {end}, but whose server session {Process} is still at work"
            : $"{runner}, whose lease ended at {end}, but whose server session {Process} {(IsActive ? "still runs" : "is still open behind")} {Shortened(Query)}";
    }

    private const string EndSql =
        "pg_catalog.to_char(pg_catalog.timezone('UTC', pg_catalog.clock_timestamp() + $1::interval), 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";

    public static string Shortened(string query)
    {
        string line = SecretMask.InSql(query).ReplaceLineEndings(" ");
        return line.Length <= Shown ? line : line[..Shown] + " …";
    }
}
