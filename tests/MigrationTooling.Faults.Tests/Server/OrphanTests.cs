using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>The tool is killed or cut off, and its session on the server works on.</summary>
public sealed class OrphanTests
{
    private const string AtGate = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    [Fact]
    public async Task While_the_server_session_of_a_dead_runner_works_on_nobody_begins_and_what_it_commits_is_not_run_twice()
    {
        using var project = Held();
        using var gate = project.Database.Open();
        Gate(gate, "SELECT pg_advisory_lock(42)");
        await using var run = project.Start((_, _, _) => new(Passing.On), "up");
        await run.Tool.UntilAsync(() => project.Database.Query(AtGate).Count == 1);
        string process = project.Database.Query(AtGate)[0];

        // As when the host dies: the lock's connection is gone, the other end of the working one is told nothing.
        var working = run.Relay.Sessions.Single(s => s.ServerProcess.ToString(CultureInfo.InvariantCulture) == process);
        working.IsHalfOpen = true;
        run.Tool.Kill();
        Assert.True((await run.EndAsync()).WasKilled);
        await project.Database.UntilAsync("SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid <> 42 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

        var refused = await project.Tool.ExpectAsync(5, "up", "--wait", "0");
        Assert.Contains("server session " + process, refused.Error, StringComparison.Ordinal);
        Assert.Contains("pg_advisory_xact_lock(42)", refused.Error, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(5, "recover");
        Assert.Equal("in_progress", project.State("001_held"));

        Gate(gate, "SELECT pg_advisory_unlock(42)");
        await project.Database.UntilAsync("SELECT state = 'completed' FROM __migrations WHERE id = '001_held'");
        working.Cut();
        await project.Tool.ExpectAsync(0, "up");

        Assert.Equal(["1a|1", "1b|1", "2a|1"], project.Database.Query("SELECT what, count(*) FROM witness GROUP BY what ORDER BY what"));
        project.AssertJournal();
        Assert.Equal(["intent", "completed"], project.Journal("001_held"));
    }

    [Fact]
    public async Task A_server_session_that_finds_its_client_gone_ends_by_itself_and_the_next_up_runs_the_migration()
    {
        using var project = Held();
        using var gate = project.Database.Open();
        Gate(gate, "SELECT pg_advisory_lock(42)");
        await using var run = project.Start((_, _, _) => new(Passing.On), "up");
        await run.Tool.UntilAsync(() => project.Database.Query(AtGate).Count == 1);

        run.Tool.Kill();
        Assert.True((await run.EndAsync()).WasKilled);
        await project.Database.UntilAsync("SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted");
        Gate(gate, "SELECT pg_advisory_unlock(42)");
        await project.Tool.ExpectAsync(0, "up");

        Assert.Equal(["1a|1", "1b|1", "2a|1"], project.Database.Query("SELECT what, count(*) FROM witness GROUP BY what ORDER BY what"));
        project.AssertJournal();
        Assert.Equal(["intent", "intent", "completed"], project.Journal("001_held"));
    }

    [Fact]
    [Replays("Reconnection.cs", "or end that session")]
    public async Task Cut_off_from_a_session_that_works_on_up_waits_for_its_end_then_names_it_and_once_it_is_ended_goes_on()
    {
        using var project = Held();
        using var gate = project.Database.Open();
        Gate(gate, "SELECT pg_advisory_lock(42)");
        await using var run = project.Start((_, _, _) => new(Passing.On), "up");
        await run.Tool.UntilAsync(() => project.Database.Query(AtGate).Count == 1);
        string process = project.Database.Query(AtGate)[0];
        var working = run.Relay.Sessions.Single(s => s.ServerProcess.ToString(CultureInfo.InvariantCulture) == process);

        working.CutClient();
        var end = (await run.EndAsync()).End;

        end.AssertSays(5, "The connection broke, and what it was doing is not decided: ", "");
        Assert.Equal("in_progress", project.State("001_held"));
        string ends = Regex.Match(end.Error, @"end that session: (SELECT pg_terminate_backend\(\d+\)); then look: ").Groups[1].Value;
        Assert.Contains($"({process})", ends, StringComparison.Ordinal);
        project.Database.Query(ends);
        await project.Database.UntilAsync($"SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = {process}");
        Gate(gate, "SELECT pg_advisory_unlock(42)");
        await project.FollowAsync(end, []);

        Assert.Equal(["1a|1", "1b|1", "2a|1"], project.Database.Query("SELECT what, count(*) FROM witness GROUP BY what ORDER BY what"));
        project.AssertJournal();
    }

    private static ServerProject Held()
    {
        var project = new ServerProject();
        project.Project.Migration("001_held", "INSERT INTO witness VALUES ('1a');\nSELECT pg_advisory_xact_lock(42);\nINSERT INTO witness VALUES ('1b');")
            .Migration("002_next", "INSERT INTO witness VALUES ('2a');");
        return project;
    }

    private static void Gate(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
