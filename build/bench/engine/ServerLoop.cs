using System;
using System.IO;
using System.Linq;
using System.Text;
using Npgsql;

namespace MigrationTooling.Benchmarks;

/// <summary>
/// The same as <see cref="BareLoop"/> on PostgreSQL: for each file one transaction that checks the owner, runs the file, and writes the row,
/// the journal and the text, and the intent of the next file (row, journal, owner), in one round trip; the first intent has one of its own.
/// No splitter: statements of the small migrations end where a line ends with a semicolon.
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
        Announced? next = null;
        foreach (string file in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            var current = next;
            next = new Announced(file);
            Run(connection, [.. current is null ? First : Script(current), .. Intent(next, ++sequence), ("COMMIT", [])]);
        }

        if (next is not null)
        {
            Run(connection, [.. Script(next), ("COMMIT", [])]);
        }

        return 0;
    }

    private static (string Sql, object[] Values)[] First =>
    [
        ("BEGIN", []),
        ("SELECT 1 / count(*) FROM (SELECT FROM owner WHERE id = 1 AND token = $1 FOR UPDATE) f", [1L]),
    ];

    private static (string Sql, object[] Values)[] Intent(Announced file, long sequence) =>
    [
        ("INSERT INTO history (id, sequence, state, attempt, h1, run_on, runner) VALUES ($1, $2, 'in_progress', 1, $3, $4, 'bench')", [file.Id, sequence, file.H1, file.Now]),
        (Entry, [file.Now, "intent", file.Id, file.H1]),
        ("UPDATE owner SET doing = $1 WHERE id = 1", [file.Id]),
    ];

    private static (string Sql, object[] Values)[] Script(Announced file) =>
    [
        ("BEGIN", []),
        ("SELECT 1 / count(*) FROM (SELECT FROM owner o JOIN history r ON r.id = $1 AND r.state = 'in_progress' WHERE o.id = 1 AND o.token = $2 FOR UPDATE OF o) f", [file.Id, 1L]),
        .. Encoding.UTF8.GetString(file.Text).Split(";\n", StringSplitOptions.RemoveEmptyEntries).Select(statement => (statement, Array.Empty<object>())),
        ("UPDATE history SET state = 'completed', finished_on = $1 WHERE id = $2", [file.Now, file.Id]),
        (Entry, [file.Now, "completed", file.Id, file.H1]),
        ("INSERT INTO texts (h1, content) VALUES ($1, $2)", [file.H1, file.Text]),
    ];

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
