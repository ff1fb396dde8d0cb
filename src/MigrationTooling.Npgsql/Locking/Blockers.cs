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

    private const string Sql =
        """
        SELECT b.pid, a.usename::text, a.application_name, a.state, a.query
        FROM (SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) AS pid) b
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
        ORDER BY b.pid
        """;

    /// <summary>In words, for the end of a sentence; null where it waits for nobody, or nobody can tell.</summary>
    public static async ValueTask<string?> DescribeAsync(ServerSession observer, int waiting, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await observer.ReadAsync(new Pipeline().Add(StepKind.Plumbing, Sql, waiting), cancellationToken).ConfigureAwait(false);
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
