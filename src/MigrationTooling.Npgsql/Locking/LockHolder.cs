using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>The session that holds an advisory lock.</summary>
/// <param name="Process">Its process on the server.</param>
/// <param name="Runner">The runner that its application name tells; null where the server does not show it to this role.</param>
/// <param name="Query">What it runs, or ran last; null where it is not shown.</param>
/// <param name="IsActive">True where it runs it now.</param>
internal sealed record LockHolder(int Process, string? Runner, string? Query, bool IsActive)
{
    // pg_locks is shown to everybody; of another role's session only the process.
    public const string Sql =
        """
        SELECT l.pid, a.application_name, a.query, a.state
        FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
          AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
          AND l.classid::pg_catalog.int8 = ($1 >> 32) & 4294967295 AND l.objid::pg_catalog.int8 = $1 & 4294967295
          AND l.pid <> pg_catalog.pg_backend_pid()
        """;

    /// <summary>The process alone: <c>$1</c> is the lock's key, <c>$2</c> the database's number.</summary>
    public const string ProcessSql =
        """
        SELECT l.pid, NULL, NULL, NULL FROM pg_catalog.pg_locks l
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = $2::pg_catalog.oid
          AND l.classid::pg_catalog.int8 = ($1 >> 32) & 4294967295 AND l.objid::pg_catalog.int8 = $1 & 4294967295
          AND l.pid <> pg_catalog.pg_backend_pid()
        """;

    private const string Prefix = "dotnet-migrate ";

    /// <summary>The name under which a runner's session shows itself; the server keeps 63 bytes of it.</summary>
    public static string ApplicationName(string runner) => Prefix + runner;

    /// <summary>The same with the fencing token, for the session that runs the migrations.</summary>
    public static string ApplicationName(string runner, long token) => $"{Prefix}{runner} #{token}";

    public static async ValueTask<LockHolder?> FindAsync(ServerSession session, long key, CancellationToken cancellationToken) =>
        From((await session.ReadAsync(new Pipeline().Add(StepKind.Plumbing, Sql, key), cancellationToken).ConfigureAwait(false))[0]);

    /// <summary>The holder that the query found; null for none.</summary>
    public static LockHolder? From(IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        string? name = rows[0][1] as string;
        string? runner = name is not null && name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null;
        return new LockHolder((int)rows[0][0]!, runner, rows[0][2] as string, rows[0][3] as string == "active");
    }
}
