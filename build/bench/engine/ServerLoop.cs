using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace MigrationTooling.Benchmarks;

/// <summary>
/// The same as <see cref="BareLoop"/> on PostgreSQL: for each file one transaction with the intent (row, journal, owner) and one that checks
/// the owner, runs the file, and writes the row, the journal and the text; each of the two is one round trip. No splitter: statements of
/// the small migrations end where a line ends with a semicolon.
/// </summary>
internal static class ServerLoop
{
    private const string Tables =
        """
        CREATE TABLE history (id text NOT NULL PRIMARY KEY, sequence bigint NOT NULL, state text NOT NULL, attempt integer NOT NULL, h1 text NOT NULL, run_on text NOT NULL, finished_on text, runner text NOT NULL);
        CREATE TABLE journal (entry bigint NOT NULL PRIMARY KEY, at text NOT NULL, kind text NOT NULL, migration text, h1 text, token bigint NOT NULL, runner text NOT NULL);
        CREATE TABLE owner (id integer NOT NULL PRIMARY KEY, token bigint NOT NULL, doing text);
        CREATE TABLE texts (h1 text NOT NULL PRIMARY KEY, content bytea NOT NULL);
        INSERT INTO owner VALUES (1, 1, NULL)
        """;

    private const string Entry = "INSERT INTO journal (entry, at, kind, migration, h1, token, runner) VALUES ((SELECT coalesce(max(entry), 0) + 1 FROM journal), $1, $2, $3, $4, 1, 'bench')";

    public static int Run(string connectionString, string folder)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Enlist = false };
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        using var source = builder.Build();
        using var connection = source.OpenConnection();
        foreach (string table in Tables.Split(';'))
        {
            Run(connection, (table, []));
        }

        int sequence = 0;
        foreach (string file in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            byte[] text = File.ReadAllBytes(file);
            string id = Path.GetFileNameWithoutExtension(file), h1 = Convert.ToHexStringLower(SHA256.HashData(text)), now = DateTime.UtcNow.ToString("O");
            Run(
                connection,
                ("BEGIN", []),
                ("SELECT 1 / count(*) FROM (SELECT FROM owner WHERE id = 1 AND token = $1 FOR UPDATE) f", [1L]),
                ("INSERT INTO history (id, sequence, state, attempt, h1, run_on, runner) VALUES ($1, $2, 'in_progress', 1, $3, $4, 'bench')", [id, (long)++sequence, h1, now]),
                (Entry, [now, "intent", id, h1]),
                ("UPDATE owner SET doing = $1 WHERE id = 1", [id]),
                ("COMMIT", []));
            Run(
                connection,
                [
                    ("BEGIN", []),
                    ("SELECT 1 / count(*) FROM (SELECT FROM owner o JOIN history r ON r.id = $1 AND r.state = 'in_progress' WHERE o.id = 1 AND o.token = $2 FOR UPDATE OF o) f", [id, 1L]),
                    .. Encoding.UTF8.GetString(text).Split(";\n", StringSplitOptions.RemoveEmptyEntries).Select(statement => (statement, Array.Empty<object>())),
                    ("UPDATE history SET state = 'completed', finished_on = $1 WHERE id = $2", [now, id]),
                    (Entry, [now, "completed", id, h1]),
                    ("INSERT INTO texts (h1, content) VALUES ($1, $2)", [h1, text]),
                    ("COMMIT", []),
                ]);
        }

        return 0;
    }

    private static void Run(NpgsqlConnection connection, params (string Sql, object[] Values)[] commands)
    {
        using var batch = connection.CreateBatch();
        foreach (var (sql, values) in commands)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (object value in values)
            {
                command.Parameters.Add(value switch
                {
                    string text => new NpgsqlParameter<string> { TypedValue = text },
                    long number => new NpgsqlParameter<long> { TypedValue = number },
                    var bytes => new NpgsqlParameter<byte[]> { TypedValue = (byte[])bytes },
                });
            }

            batch.BatchCommands.Add(command);
        }

        batch.ExecuteNonQuery();
    }
}
