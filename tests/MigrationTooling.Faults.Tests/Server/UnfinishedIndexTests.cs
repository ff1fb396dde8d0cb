using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>CREATE INDEX CONCURRENTLY while it waits for another transaction, and what may happen to it there.</summary>
public sealed class UnfinishedIndexTests
{
    private const string Indexes = "SELECT i.indexrelid::regclass::text, i.indisvalid FROM pg_index i WHERE i.indrelid = 't'::regclass ORDER BY 1";
    private const string Waiting = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active' AND wait_event_type = 'Lock' AND datname = current_database()";

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY t_named ON t (a)", "t_named", true)]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a)", "t_a_idx", true)]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a)", "t_a_idx", false)]
    public async Task While_a_dead_runners_session_builds_an_index_nobody_takes_over_and_then_the_catalog_decides(string statement, string index, bool isFinished)
    {
        using var project = Project(statement);
        await using var writer = await WritingAsync(project);
        await using var run = project.Start((_, _, _) => new(Passing.On), "up");
        string process = await BuildingAsync(project, run);

        // As when the host dies: the lock's connection is gone, the other end of the working one is told nothing.
        var working = run.Relay.Sessions.Single(s => s.ServerProcess.ToString(CultureInfo.InvariantCulture) == process);
        working.IsHalfOpen = true;
        run.Tool.Kill();
        Assert.True((await run.EndAsync()).WasKilled);
        await project.Database.UntilAsync("SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

        foreach (string[] command in (string[][])[["up", "--wait", "0"], ["recover"]])
        {
            var refused = await project.Tool.ExpectAsync(5, command);
            Assert.Contains("server session " + process, refused.Error, StringComparison.Ordinal);
            Assert.Contains(statement, refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal([index + "|False"], project.Database.Query(Indexes));
        if (isFinished)
        {
            await writer.RollbackAsync();
            await project.Database.UntilAsync($"SELECT indisvalid FROM pg_index WHERE indexrelid = '{index}'::regclass");
        }
        else
        {
            project.Database.Terminate(int.Parse(process, CultureInfo.InvariantCulture));
            await writer.RollbackAsync();
        }

        string before = project.Database.Query("SELECT max(oid) FROM pg_class WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace AND relname LIKE 't\\_%'")[0];
        working.Cut();
        await project.FollowStatusAsync();

        AssertOnce(project, index);
        Assert.Equal(isFinished, before == project.Database.Query($"SELECT '{index}'::regclass::oid")[0]);
        Assert.Contains(
            isFinished ? "was interrupted when it was done" : "it is run again",
            project.Database.Query("SELECT detail FROM __migrations_journal WHERE kind = 'recovered' AND migration = '002_index'").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_server_stopped_at_once_and_started_again_in_the_middle_up_goes_on_with_one_index()
    {
        using var cluster = PostgresCluster.Start(isDurable: true);
        using var project = Project("CREATE INDEX CONCURRENTLY ON t (a)", new PostgresDatabase(cluster.ConnectionString));
        await using var writer = await WritingAsync(project);
        await using var run = project.Start((_, _, _) => new(Passing.On), "up");
        await BuildingAsync(project, run);

        cluster.Restart();
        var end = await run.EndAsync();

        end.End.AssertSays(1, "", "Its first 1 of 3 statements are committed (units 1 to 1 of 3). Of unit 2: nothing of it: it left the invalid index public.t_a_idx");
        Assert.Empty(project.Database.Query(Indexes));
        await project.FollowAsync(end.End, ["up"]);
        AssertOnce(project, "t_a_idx");
    }

    [Fact]
    [Replays("OutsideUnit.cs", "Wait until that is over")]
    public async Task Interrupted_while_another_session_builds_the_same_it_waits_for_that_to_end_and_counts_it()
    {
        using var project = Project("CREATE INDEX CONCURRENTLY ON t (a)");
        var writer = await WritingAsync(project);
        await using var run = project.Start((_, _, _) => new(Passing.On), "up");
        string process = await BuildingAsync(project, run);
        await using var other = project.Database.Open();
        await using var build = new NpgsqlCommand("CREATE INDEX CONCURRENTLY ON t (a)", other) { CommandTimeout = 0 };
        var building = build.ExecuteNonQueryAsync();
        await project.Database.UntilAsync($"SELECT count(*) = 1 FROM pg_locks WHERE pid = {other.ProcessID} AND NOT granted");

        project.Database.Terminate(int.Parse(process, CultureInfo.InvariantCulture));
        var lost = (await run.EndAsync()).End;
        Assert.NotEqual(0, lost.ExitCode);
        await project.Database.UntilAsync("SELECT count(*) = 2 FROM pg_index WHERE indrelid = 't'::regclass");
        var waits = await project.Tool.RunAsync("up");
        waits.AssertSays(4, "another session is at work there", $"server process {other.ProcessID} is at work on the table");
        Assert.Contains("Wait until that is over", waits.Error, StringComparison.Ordinal);

        await writer.DisposeAsync();
        await building;
        await project.FollowAsync(waits, ["up"]);
        AssertOnce(project, "t_a_idx1");
    }

    [Fact]
    public async Task A_unique_one_that_meets_duplicates_is_taken_away_at_once_and_with_the_rows_mended_up_goes_on()
    {
        using var project = Project("CREATE UNIQUE INDEX CONCURRENTLY t_b ON t (b)");

        var run = await project.Tool.RunAsync("up");

        run.AssertSays(1, "23505", "Its first 1 of 3 statements are committed (units 1 to 1 of 3). Of unit 2: nothing of it: it left the invalid index public.t_b");
        Assert.Contains("Key (b)=(same) is duplicated", run.Error, StringComparison.Ordinal);
        Assert.Contains("the rows", run.Error, StringComparison.Ordinal);
        Assert.Empty(project.Database.Query(Indexes));
        project.Database.Execute("UPDATE t SET b = a::text");
        await project.FollowAsync(run, ["up"]);
        AssertOnce(project, "t_b");
    }

    private static ServerProject Project(string statement, PostgresDatabase? database = null)
    {
        var project = new ServerProject(0, database);
        project.Project
            .Migration("001_table", "CREATE TABLE t (a integer, b text);\nINSERT INTO t SELECT g, 'same' FROM generate_series(1, 50) g;")
            .Migration("002_index", $"INSERT INTO witness VALUES ('2a');\n{statement};\nINSERT INTO witness VALUES ('2b');");
        return project;
    }

    /// <summary>A transaction that the build has to wait for.</summary>
    private static async Task<NpgsqlTransaction> WritingAsync(ServerProject project)
    {
        await project.Tool.ExpectAsync(0, "up", "--steps", "2");
        var connection = project.Database.Open();
        var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO t VALUES (1000, 'y')", connection, transaction);
        await insert.ExecuteNonQueryAsync();
        return transaction;
    }

    private static async Task<string> BuildingAsync(ServerProject project, StartedRun run)
    {
        await run.Tool.UntilAsync(() => project.Database.Query(Waiting).Count == 1);
        return project.Database.Query(Waiting)[0];
    }

    private static void AssertOnce(ServerProject project, string index)
    {
        Assert.Equal([index + "|True"], project.Database.Query(Indexes));
        Assert.Equal(["2a", "2b"], project.Database.Query("SELECT what FROM witness ORDER BY what"));
        Assert.Equal("completed", project.State("002_index"));
        project.AssertMixedJournal();
    }
}
