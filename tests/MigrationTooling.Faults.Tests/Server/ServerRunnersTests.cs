using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>Runners beside each other, paused ones, and what else the server does meanwhile.</summary>
public sealed class ServerRunnersTests
{
    private const int Migrations = 3;

    [Fact]
    public async Task Sixteen_tools_at_once_while_an_index_is_built_concurrently_apply_each_migration_once_and_all_succeed()
    {
        using var project = new ServerProject(Migrations);
        await project.Tool.ExpectAsync(0, "up", "000_witness", "--no-lock-file");
        project.Database.Execute("CREATE TABLE big (id integer); INSERT INTO big SELECT generate_series(1, 1000)");
        await using var builder = project.Database.Open();

        // The first runner waits for this one, too: however long the others take to start, they find it at work.
        await using var writer = await SqlAsync(project, "BEGIN; INSERT INTO big VALUES (0); LOCK TABLE witness");
        await using var build = new NpgsqlCommand("CREATE INDEX CONCURRENTLY big_id ON big (id)", builder) { CommandTimeout = 0 };
        var building = build.ExecuteNonQueryAsync();
        await project.Database.UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE pid = " + builder.ProcessID + " AND NOT granted");

        var tools = Enumerable.Range(0, 16).Select(_ => project.Tool.RunAsync("up", "--no-lock-file", "--wait", "600")).ToArray();

        // The index goes on behind its writer while runners wait for each other: it then waits for every snapshot that is older.
        await project.Database.UntilAsync("SELECT count(*) >= 8 FROM pg_stat_activity WHERE application_name LIKE 'dotnet-migrate%' AND datname = current_database()");
        await using (var commit = new NpgsqlCommand("COMMIT", writer))
        {
            await commit.ExecuteNonQueryAsync();
        }

        Assert.All(await Task.WhenAll(tools), run => Assert.True(run.ExitCode == 0, run.Error));
        await building;
        project.AssertJournal();
        Assert.Equal(Migrations * 3, project.Database.Query("SELECT what FROM witness").Count);
        Assert.Contains("big_id true", project.Content());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Paused_and_replaced_between_two_migrations_a_runner_is_refused_when_it_wakes(bool keepsItsSessions)
    {
        using var unbroken = new ServerProject(Migrations);
        await unbroken.Tool.ExpectAsync(0, "up", "--no-lock-file");
        using var project = new ServerProject(Migrations);
        var stopped = new TaskCompletionSource();
        var windows = new WireWindows();
        await using var paused = project.Start(
            async (message, _, tool) =>
            {
                windows.Take(message);
                if (windows.Current == Hook.Window.Between && !stopped.Task.IsCompleted)
                {
                    await tool.SignalAsync("STOP");
                    stopped.SetResult();
                }

                return Passing.On;
            },
            "up", "--no-lock-file");
        await stopped.Task;

        if (keepsItsSessions)
        {
            // As where a lock is lost and the session is not: only the token tells.
            project.Database.Execute("UPDATE __migrations_owner SET token = token + 1, runner = 'somebody else'");
        }
        else
        {
            foreach (var session in paused.Relay.Sessions)
            {
                project.Database.Query($"SELECT pg_terminate_backend({session.ServerProcess}, 60000)");
            }

            await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        }

        int entries = project.Database.Query("SELECT entry FROM __migrations_journal").Count;
        var woken = await paused.Tool.GoOnAsync();

        Assert.NotEqual(0, woken.ExitCode);
        if (keepsItsSessions)
        {
            woken.AssertSays(5, "Another runner took over: somebody else", "");
        }

        Assert.Equal(entries, project.Database.Query("SELECT entry FROM __migrations_journal").Count);
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        Assert.Equal(unbroken.Content(), project.Content());
        project.AssertJournal();
    }

    private static async Task<NpgsqlConnection> SqlAsync(ServerProject project, string sql)
    {
        var connection = project.Database.Open();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
