using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Npgsql;
using Xunit;

namespace MigrationTooling.Postgres.Tests;

/// <summary>The server sessions of a pool, as the next clients find them.</summary>
public static class Pool
{
    // Each line is something that a client before left in the session.
    private const string Left =
        """
        SELECT 'setting ' || name || '=' || setting FROM pg_settings WHERE source = 'session' AND setting IS DISTINCT FROM reset_val AND name NOT LIKE 'transaction\_%'
        UNION ALL SELECT 'prepared ' || name FROM pg_prepared_statements WHERE from_sql
        UNION ALL SELECT 'cursor ' || name FROM pg_cursors WHERE is_holdable
        UNION ALL SELECT 'temporary ' || relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()
        UNION ALL SELECT 'listens to ' || c FROM pg_listening_channels() c
        UNION ALL SELECT 'role ' || current_user WHERE current_user <> session_user
        UNION ALL SELECT 'advisory lock ' || objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
        """;

    /// <summary>Takes every server session of the pool at once, as that many clients, and looks into each.</summary>
    public static void AssertClean(PgBouncer pooler, PostgresDatabase database)
    {
        Assert.Empty(database.Query(
            "SELECT pid || ' ' || objid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
        // A pooler gives out the sessions that it has before it opens another; those that others have to themselves are counted too, and cost a new one each.
        int sessions = database.Query("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = current_database()").Count;
        var guests = Enumerable.Range(0, sessions).Select(_ => new NpgsqlConnection(pooler.ConnectionString + ";Pooling=false")).ToList();
        try
        {
            foreach (var guest in guests)
            {
                guest.Open();
                Read(guest, "BEGIN");
                Assert.Empty(Read(guest, Left));
            }

            Assert.Equal(sessions, guests.Select(g => Read(g, "SELECT pg_backend_pid()").Single()).Distinct().Count());
        }
        finally
        {
            guests.ForEach(g => g.Dispose());
        }
    }

    private static List<string> Read(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Format(CultureInfo.InvariantCulture, "{0}", reader.GetValue(0)));
        }

        return rows;
    }
}
