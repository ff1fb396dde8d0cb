using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Secrets;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>The sessions for whose locks another one waits. They can be asked for only while it waits, so a second connection does.</summary>
internal static class Blockers
{
    private const int Shown = 80;

    // {0} is who waits.
    private const string Sql =
        """
        SELECT b.pid, a.usename::text, a.application_name, a.state, a.query
        FROM (SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids(waiting.pid)) AS pid FROM {0} waiting) b
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
        ORDER BY b.pid
        """;

    /// <summary>In words, for the end of a sentence; null where it waits for nobody, or nobody can tell.</summary>
    public static ValueTask<string?> DescribeAsync(ServerSession observer, int waiting, CancellationToken cancellationToken) =>
        DescribeAsync(observer, "(SELECT $1::integer AS pid)", waiting, cancellationToken);

    /// <summary>The same of the session that shows a name: behind a pooler it is another one in each transaction.</summary>
    public static Task<string?> DescribeAsync(ServerSession observer, string name, CancellationToken cancellationToken) => DescribeAsync(
        observer, "(SELECT a.pid FROM pg_catalog.pg_stat_activity a WHERE a.application_name = $1 AND a.state <> 'idle')", name, cancellationToken).AsTask();

    private static async ValueTask<string?> DescribeAsync(ServerSession observer, string waiting, object value, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await observer.ReadAsync(new Pipeline().Add(StepKind.Plumbing, Sql.Replace("{0}", waiting, StringComparison.Ordinal), value), cancellationToken).ConfigureAwait(false);
            return answers[0].Count == 0 ? null : string.Join(", ", answers[0].Select(Words));
        }
        catch (ServerError)
        {
            return null;
        }
    }

    // A prepared transaction holds locks without any session; its number is 0.
    private static string Words(object?[] row)
    {
        if ((int)row[0]! == 0)
        {
            return "a prepared transaction (pg_prepared_xacts lists it)";
        }

        string who = string.Join(", ", new[] { row[1] as string, row[2] as string }.Where(w => !string.IsNullOrEmpty(w)));
        string doing = row[4] is string { Length: > 0 } query ? $": {row[3] as string}, {Shortened(query)}" : "";
        return $"server session {row[0]}{(who.Length == 0 ? "" : $" ({who})")}{doing}";
    }

    private static string Shortened(string query)
    {
        string line = SecretMask.InSql(query).ReplaceLineEndings(" ");
        return line.Length <= Shown ? line : line[..Shown] + " …";
    }
}
