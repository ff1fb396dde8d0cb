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

/// <summary>The real tool behind the real PgBouncer: runners that die, sleep and crowd while a lease keeps them in order.</summary>
public sealed class LeaseTests
{
    private const string Through = "pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task Sixteen_tools_at_once_apply_each_migration_once_and_all_succeed(string mode)
    {
        using var project = new ServerProject(3);
        using var pooler = new PgBouncer(mode, project.Database);
        project.Tool.With("MIGRATE_DATABASE_URL", pooler.Url);

        var runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => project.Tool.RunAsync("up", "--no-lock-file", "--wait", "600")));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Error));
        project.AssertJournal();
        Assert.Equal(9, project.Database.Query("SELECT what FROM witness").Count);
    }

    [Fact]
    public async Task Killed_between_two_migrations_its_lease_runs_out_and_the_next_run_ends_as_an_unbroken_one()
    {
        using var unbroken = new ServerProject(3);
        await unbroken.Tool.ExpectAsync(0, "up", "--no-lock-file");
        using var project = new ServerProject(3);
        using var pooler = new PgBouncer("transaction", project.Database);
        await using var paused = await PausedAsync(project, pooler, "--lease", "2");

        paused.Tool.Kill();
        await paused.Tool.EndAsync();
        project.Tool.With("MIGRATE_DATABASE_URL", pooler.Url);
        var next = await project.Tool.ExpectAsync(0, "up", "--no-lock-file", "--wait", "600");

        Assert.Contains("a lease of 30 s", next.Error, StringComparison.Ordinal);
        Assert.Equal(unbroken.Content(), project.Content());
        project.AssertJournal();
    }

    [Fact]
    public async Task Paused_until_its_lease_ran_out_and_replaced_a_runner_writes_nothing_more_when_it_wakes()
    {
        using var unbroken = new ServerProject(3);
        await unbroken.Tool.ExpectAsync(0, "up", "--no-lock-file");
        using var project = new ServerProject(3);
        using var pooler = new PgBouncer("transaction", project.Database);
        await using var paused = await PausedAsync(project, pooler, "--lease", "2");

        project.Tool.With("MIGRATE_DATABASE_URL", pooler.Url);
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file", "--wait", "600");
        int entries = project.Database.Query("SELECT entry FROM __migrations_journal").Count;
        var woken = await paused.Tool.GoOnAsync();

        woken.AssertSays(5, "Another runner took over", "");
        Assert.Equal(entries, project.Database.Query("SELECT entry FROM __migrations_journal").Count);
        Assert.Equal(unbroken.Content(), project.Content());
        project.AssertJournal();
    }

    [Fact]
    [Replays("UnlockRun.cs", "--end-lease")]
    public async Task A_lease_that_has_not_ended_is_shown_kept_and_ended_only_where_that_is_said()
    {
        using var project = new ServerProject(3);
        using var pooler = new PgBouncer("transaction", project.Database);
        await using var paused = await PausedAsync(project, pooler, "--lease", "3600");

        project.Tool.With("MIGRATE_DATABASE_URL", pooler.Url);
        var status = await project.Tool.JsonAsync(0, "status");
        var text = await project.Tool.ExpectAsync(0, "status");
        var refused = await project.Tool.ExpectAsync(5, "unlock");
        var unanswered = await project.Tool.ExpectAsync(7, "unlock", "--end-lease");
        var freed = await project.Tool.ExpectAsync(0, "unlock", "--end-lease", "--yes");
        var woken = await paused.Tool.GoOnAsync();
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");

        Assert.Equal("lease", status.GetProperty("runLock").GetProperty("kind").GetString());
        Assert.NotNull(status.GetProperty("runLock").GetProperty("leaseUntil").GetString());
        Assert.Contains("; its lease holds until ", text.Output, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate unlock --end-lease", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", unanswered.Error, StringComparison.Ordinal);
        Assert.StartsWith("Freed: ", freed.Output, StringComparison.Ordinal);
        woken.AssertSays(5, "Another runner took over", "");
        Assert.Contains("unlocked", project.Database.Query("SELECT kind FROM __migrations_journal"));
        project.AssertJournal();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Replays("UnlockRun.cs", "--end-session")]
    public async Task The_server_session_that_works_on_for_a_killed_runner_is_named_and_ended_only_where_that_is_said(bool isPooled)
    {
        using var project = new ServerProject();
        project.Project.Migration("001_held", "SET LOCAL lock_timeout = '1h';\nINSERT INTO witness VALUES ('1a');\nSELECT pg_advisory_xact_lock(42);\nINSERT INTO witness VALUES ('1b');");
        using var pooler = new PgBouncer("transaction", project.Database);
        await using var gate = project.Database.Open();
        Execute(gate, "SELECT pg_advisory_lock(42)");
        await using var run = Start(project, isPooled ? pooler.Port : null, (_, _, _) => new(Passing.On), "up", "--no-lock-file", "--lease", "1");
        await project.Database.UntilAsync("SELECT count(*) = 1 FROM (SELECT " + Through + ") waiting");
        string process = project.Database.Query("SELECT " + Through)[0];

        // As when the host dies: nobody tells the other end.
        foreach (var session in run.Relay.Sessions)
        {
            session.IsHalfOpen = isPooled || session.ServerProcess.ToString(CultureInfo.InvariantCulture) == process;
        }

        run.Tool.Kill();
        await run.Tool.EndAsync();
        await project.Database.UntilAsync(isPooled
            ? "SELECT lease_until::timestamptz < clock_timestamp() FROM __migrations_owner"
            : "SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid <> 42 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

        var waiting = await project.Tool.ExpectAsync(5, "up", "--no-lock-file", "--wait", "0");
        var refused = await project.Tool.ExpectAsync(5, "unlock");
        var unanswered = await project.Tool.ExpectAsync(7, "unlock", "--end-session");
        var ended = await project.Tool.ExpectAsync(0, "unlock", "--end-session", "--yes");
        Execute(gate, "SELECT pg_advisory_unlock(42)");
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");

        Assert.Contains("server session " + process, waiting.Error, StringComparison.Ordinal);
        Assert.Contains($"server session {process} still runs SELECT pg_advisory_xact_lock(42)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate unlock --end-session", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"End server session {process}", unanswered.Error, StringComparison.Ordinal);
        Assert.StartsWith($"Ended server session {process}.", ended.Output, StringComparison.Ordinal);
        Assert.Equal(["1a|1", "1b|1"], project.Database.Query("SELECT what, count(*) FROM witness GROUP BY what ORDER BY what"));
        project.AssertJournal();
    }

    [Fact]
    public async Task An_index_that_is_built_on_for_a_killed_leaseholder_is_waited_for_and_not_built_twice()
    {
        using var project = new ServerProject();
        project.Project.Migration("001_index", "CREATE INDEX CONCURRENTLY ON witness (what);");
        await project.Tool.ExpectAsync(0, "up", "000_witness", "--no-lock-file");
        using var pooler = new PgBouncer("transaction", project.Database);
        await using var writer = project.Database.Open();
        Execute(writer, "BEGIN; INSERT INTO witness VALUES ('x')");
        await using var run = Start(project, pooler.Port, (_, _, _) => new(Passing.On), "up", "--no-lock-file", "--lease", "1");
        const string Building = "SELECT pid FROM pg_stat_activity WHERE query LIKE '/* dotnet-migrate #% */ CREATE INDEX CONC%' AND wait_event_type = 'Lock'";
        await project.Database.UntilAsync($"SELECT count(*) = 1 FROM ({Building}) b");
        string process = project.Database.Query(Building)[0];

        run.Tool.Kill();
        await run.Tool.EndAsync();
        foreach (var session in run.Relay.Sessions)
        {
            session.Cut();
        }

        // PgBouncer gives the second connection's transaction up; the server builds on.
        await project.Database.UntilAsync("SELECT lease_until::timestamptz < clock_timestamp() AND (SELECT count(*) = 0 FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE 'SET LOCAL idle%') FROM __migrations_owner");
        project.Tool.With("MIGRATE_DATABASE_URL", pooler.Url);
        var refused = await project.Tool.ExpectAsync(5, "up", "--no-lock-file", "--wait", "0");
        Execute(writer, "COMMIT");
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file", "--wait", "600");

        Assert.Contains($"server session {process} still runs", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["1|True"], project.Database.Query("SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid = 'witness'::regclass"));
        Assert.Equal("completed", project.State("001_index"));
    }

    private static async Task<StartedRun> PausedAsync(ServerProject project, PgBouncer pooler, params string[] options)
    {
        var stopped = new TaskCompletionSource();
        var windows = new WireWindows();
        var run = Start(
            project, pooler.Port,
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
            ["up", "--no-lock-file", .. options]);
        await stopped.Task;
        return run;
    }

    private static StartedRun Start(ServerProject project, int? port, Func<WireMessage, RelayedSession, RunningTool, ValueTask<Passing>> meets, params string[] arguments) =>
        project.StartAt(port, meets, arguments);

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
