using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>A replica can be read and nothing else: what only looks works there, what would write says where to go.</summary>
public sealed class StandbyTests
{
    [Fact]
    public async Task On_a_hot_standby_what_reads_works_and_what_writes_names_the_primary()
    {
        using var primary = PostgresCluster.Start();
        using var project = new ServerProject(2, new PostgresDatabase(primary.ConnectionString));
        project.Project.Migration("003_fails", "INSERT INTO nowhere VALUES (1);", "SELECT 1;");
        await project.Tool.ExpectAsync(0, "up", "--steps", "3");
        await project.Tool.ExpectAsync(1, "up");
        using var standby = primary.StartStandby();
        string url = project.Database.Url.Replace(":" + primary.Port, ":" + standby.Port, StringComparison.Ordinal);
        Assert.Equal("True", Look(standby, "SELECT pg_is_in_recovery()"));
        string before = Journal(project, standby);

        project.Tool.With("MIGRATE_DATABASE_URL", url);
        string[][] reading = [["status"], ["history"], ["info"], ["verify"], ["up", "--dry-run"], ["up", "001_step"], ["unlock"], ["script", "002_step"], ["recover"]];
        foreach (string[] command in reading)
        {
            await project.Tool.ExpectAsync(0, command);
        }

        string[][] writing =
        [
            ["up"], ["down", "--steps", "1", "--yes"], ["redo", "002_step", "--yes"], ["retry", "003_fails"],
            ["resolve", "003_fails", "--as", "completed", "--reason", "seen"],
        ];
        foreach (string[] command in writing)
        {
            var run = await project.Tool.RunAsync(command);
            run.AssertSays(6, "this server is a standby, which can only be read", "Nothing");
            Assert.Contains("Give the address of the primary", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, Journal(project, standby));
        project.Project.Migration("003_fails", "INSERT INTO witness VALUES ('3a'), ('3b'), ('3c');");
        project.Tool.With("MIGRATE_DATABASE_URL", project.Database.Url);
        await project.Tool.ExpectAsync(0, "up");
        Assert.Equal(9, project.Database.Query("SELECT what FROM witness").Count);
        project.AssertJournal();
    }

    [Fact]
    public async Task A_standby_without_a_history_says_the_same()
    {
        using var primary = PostgresCluster.Start();
        using var project = new ServerProject(1, new PostgresDatabase(primary.ConnectionString));
        using var standby = primary.StartStandby();
        project.Tool.With("MIGRATE_DATABASE_URL", project.Database.Url.Replace(":" + primary.Port, ":" + standby.Port, StringComparison.Ordinal));

        await project.Tool.ExpectAsync(0, "status");
        (await project.Tool.RunAsync("up")).AssertSays(6, "this server is a standby, which can only be read", "Nothing");
        (await project.Tool.RunAsync("baseline", "--yes")).AssertSays(6, "this server is a standby, which can only be read", "Nothing");
    }

    private static string Look(PostgresCluster server, string sql, string database = "postgres")
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    private static string Journal(ServerProject project, PostgresCluster server) =>
        Look(server, "SELECT string_agg(entry || kind, ',' ORDER BY entry) FROM __migrations_journal", project.Database.Name);
}
