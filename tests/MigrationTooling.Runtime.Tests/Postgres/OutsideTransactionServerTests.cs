using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Runtime.Tests.Contract;
using Npgsql;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>The table of statements that can't be in a transaction, asked of a real server.</summary>
public sealed class OutsideTransactionServerTests : EngineContract
{
    private const string Setup =
        """
        CREATE TABLE t (a int, b text); CREATE INDEX ti ON t (a);
        CREATE TABLE pt (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF pt FOR VALUES FROM (0) TO (10); CREATE INDEX pti ON pt (a);
        CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a; CREATE UNIQUE INDEX mvi ON mv (a);
        CREATE TYPE e AS ENUM ('a', 'b');
        CREATE SUBSCRIPTION s CONNECTION 'host=/nosuch' PUBLICATION p WITH (connect = false);
        """;

    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();

    [Fact]
    public async Task The_server_refuses_inside_a_transaction_exactly_what_the_table_says()
    {
        Database.Execute(Setup);
        await using var connection = ((PostgresUnderTest)Database).Server.Open();
        int version = connection.PostgreSqlVersion.Major;
        var wrong = new List<string>();
        try
        {
            await RunAsync(connection, "ALTER SUBSCRIPTION s ENABLE");
            foreach (string line in Lines())
            {
                string[] parts = line.Split(' ', 3);
                bool holds = parts[0] == "always"
                    || (parts[0].EndsWith('+') && version >= int.Parse(parts[0][..^1], CultureInfo.InvariantCulture))
                    || (parts[0].EndsWith('-') && version <= int.Parse(parts[0][..^1], CultureInfo.InvariantCulture));
                string refusal = await RefusalAsync(connection, parts[2]);
                if (holds != (refusal == PostgresErrorCodes.ActiveSqlTransaction))
                {
                    wrong.Add($"{line}: {refusal}");
                }
            }
        }
        finally
        {
            await RunAsync(connection, "ALTER SUBSCRIPTION s DISABLE");
            await RunAsync(connection, "ALTER SUBSCRIPTION s SET (slot_name = none)");
            await RunAsync(connection, "DROP SUBSCRIPTION s");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("REINDEX TABLE pt;")]
    [InlineData("CLUSTER pt USING pti;")]
    [InlineData("DO $$BEGIN INSERT INTO t VALUES (1, 'x'); COMMIT; END$$;")]
    public async Task What_only_the_server_knows_fails_with_the_way_out_and_runs_with_transaction_false(string statement)
    {
        Database.Execute(Setup.Split("CREATE SUBSCRIPTION")[0]);
        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_it", "CREATE TABLE made (a int);\n" + statement)));
        Assert.Contains("transaction:false", e.NextStep, StringComparison.Ordinal);
        Assert.False(TableExists("made"));

        await Up(Manifest().Add("1_it", "-- migrate:options transaction:false\nCREATE TABLE made (a int);\n" + statement));
        Assert.True(TableExists("made"));
    }

    [Fact]
    public async Task A_run_places_statements_for_the_server_that_it_met()
    {
        // Outside of a transaction from 17 on; a run that did not know the server would commit the table before it.
        await using var connection = ((PostgresUnderTest)Database).Server.Open();
        bool isOutside = connection.PostgreSqlVersion.Major >= 17;
        var manifest = Manifest().Add("1_it", "CREATE TABLE made (a int);\nALTER SUBSCRIPTION nosuch SET (failover = true);");

        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(manifest));

        Assert.Equal(isOutside, TableExists("made"));
        Assert.Equal(isOutside ? "1" : "0", Scalar("SELECT statements_done FROM __migrations WHERE id = '1_it'"));
    }

    [Fact]
    public async Task A_fresh_label_is_used_by_a_later_statement_of_the_same_file()
    {
        Database.Execute("CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e);");

        await Up(Manifest().Add("1_label", "ALTER TYPE e ADD VALUE 'b';\nINSERT INTO t VALUES ('b');"));

        Assert.Equal("b", Scalar("SELECT a::text FROM t"));
        Assert.Equal(["intent|1", "unit_completed|1", "completed|1"], Journal("1_label"));
    }

    [Fact]
    public async Task A_fresh_label_inside_the_scripts_own_transaction_fails_with_the_way_out()
    {
        Database.Execute("CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e);");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_label", "BEGIN;\nALTER TYPE e ADD VALUE 'b';\nINSERT INTO t VALUES ('b');\nCOMMIT;")));

        Assert.Contains("in a migration of its own", e.NextStep, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(NpgsqlConnection connection, string statement)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await RunAsync(connection, statement);
            return "";
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
        finally
        {
            await transaction.RollbackAsync();
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static IEnumerable<string> Lines()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "MigrationTooling.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string file = Path.Combine(root, "tests", "MigrationTooling.Core.Tests", "Planning", "Cases", "outside-transaction.txt");
        return File.ReadAllText(file).Split("# server: no")[0].Replace("\n ", "\r ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Replace('\r', '\n'));
    }
}
