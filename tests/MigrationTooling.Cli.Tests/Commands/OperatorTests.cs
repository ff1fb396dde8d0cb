using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>The verbs of the person on call, each in the scenario whose message names it.</summary>
public sealed class OperatorTests
{
    private const string Id = "003_units";

    /// <summary>The third migration commits its first unit and fails in its second.</summary>
    internal static async Task<Project> PartlyAppliedAsync()
    {
        var project = await UpTests.FreshAsync();
        project.Migration(Id, Units("nowhere")).Migration("004_next", "CREATE TABLE next (id INTEGER);");
        await project.Tool.ExpectAsync(1, "up");
        return project;
    }

    internal static Project Mend(Project project) => project.Migration(Id, Units("one"));

    /// <summary>As if the runner had died in the middle: the row is left in progress, with its name in the owner row.</summary>
    internal static void Kill(Project project) => DatabaseFile.Execute(
        project.At("app.db"),
        "UPDATE __migrations SET state = 'in_progress', finished_on = NULL, failure_reason = NULL WHERE state = 'failed'; UPDATE __migrations_owner SET runner = 'dead@web pid 1', doing = '003_units'");

    private static string Units(string table) =>
        $"BEGIN;\nCREATE TABLE one (id INTEGER);\nCOMMIT;\nBEGIN;\nINSERT INTO {table} VALUES (1);\nCOMMIT;";

    [Fact]
    public async Task A_retry_runs_the_mended_migration_and_nothing_after_it()
    {
        using var project = Mend(await PartlyAppliedAsync());

        var other = await project.Tool.ExpectAsync(2, "retry", "004_next");
        var result = await project.Tool.JsonAsync(0, "retry", "3");

        Assert.Contains("'004_next' was never begun", other.Error, StringComparison.Ordinal);
        Assert.Equal([Id], Ids(result, "applied"));
        Assert.Equal([Id], Ids(result, "recovered"));
        Assert.Equal([Id], Ids(result, "locked"));
        Assert.Equal(["004_next"], Ids(result, "pending"));
    }

    [Fact]
    public async Task Recover_says_what_it_would_do_and_then_does_it()
    {
        using var project = Mend(await PartlyAppliedAsync());
        Kill(project);
        byte[] before = project.Bytes("app.db");

        var plan = await project.Tool.ExpectAsync(0, "recover", "--dry-run");
        Assert.Equal(before, project.Bytes("app.db"));
        var run = await project.Tool.ExpectAsync(0, "recover");
        var again = await project.Tool.ExpectAsync(0, "recover");

        Assert.Equal("would run 003_units from behind its 1 committed statement to its end\nwould free the database of its dead owner, dead@web pid 1\nNothing was written.\n", plan.Output);
        Assert.Contains($"applied {Id} (", run.Output, StringComparison.Ordinal);
        Assert.Contains("The owner, dead@web pid 1, is gone; the database is free.\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 migration applied, 1 pending: the database is pending.\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("Nothing to recover: the database is pending.\n", again.Output);
    }

    [Fact]
    public async Task Recover_that_can_not_know_says_what_is_known_and_the_commands_it_prints_work()
    {
        using var project = Mend(await PartlyAppliedAsync());
        Kill(project);
        DatabaseFile.Execute(project.At("app.db"), "UPDATE __migrations SET statements_done = 2 WHERE id = '003_units'");

        var run = await project.Tool.ExpectAsync(4, "recover");
        var status = await project.Tool.ExpectAsync(4, "status", "--check");
        var up = await project.Tool.ExpectAsync(4, "up");

        Assert.Contains("unit 2 (line 5, 1 statement): in doubt: it may be committed or not", run.Error, StringComparison.Ordinal);
        Assert.Contains($"dotnet migrate resolve {Id} --as completed --reason", run.Error, StringComparison.Ordinal);
        Assert.Contains($"dotnet migrate resolve {Id} --as failed --reason", up.Error, StringComparison.Ordinal);
        Assert.Contains(": dirty\n", status.Output, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "resolve", Id, "--as", "failed", "--reason", "one is empty");
        await project.Tool.ExpectAsync(0, "recover");
        Assert.Equal(["1"], DatabaseFile.Query(project.At("app.db"), "SELECT count(*) FROM one"));
    }

    [Fact]
    public async Task Files_that_are_not_as_they_were_locked_stop_a_recovery_that_would_run_one()
    {
        using var project = Mend(await PartlyAppliedAsync());
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");

        await project.Tool.ExpectAsync(3, "recover");
    }

    [Fact]
    public async Task A_resolution_shows_what_is_known_records_who_and_why_and_status_says_marked()
    {
        using var project = await PartlyAppliedAsync();

        var dry = await project.Tool.ExpectAsync(0, "resolve", Id, "--as", "completed", "--reason", "done by hand", "--dry-run");
        var run = await project.Tool.ExpectAsync(0, "resolve", Id, "--as", "completed", "--reason", "done by hand");
        var status = await project.Tool.ExpectAsync(0, "status");
        var history = await project.Tool.ExpectAsync(0, "history", Id);
        var again = await project.Tool.ExpectAsync(7, "resolve", Id, "--as", "completed", "--reason", "x");

        Assert.Contains("  unit 1 (line 2, 1 statement): committed\n  unit 2 (line 5, 1 statement): not run\n", dry.Error, StringComparison.Ordinal);
        Assert.Equal($"would record {Id}: failed → completed. Nothing was written.\n", dry.Output);
        Assert.Equal($"{Id}: failed → completed. The database is pending.\n", run.Output);
        Assert.Contains("completed (marked)", status.Output, StringComparison.Ordinal);
        Assert.Contains("failed → completed: done by hand", history.Output, StringComparison.Ordinal);
        Assert.Contains("is completed already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mark_completed_means_resolve_as_completed()
    {
        using var project = await PartlyAppliedAsync();

        var result = await project.Tool.JsonAsync(0, "mark-completed", Id, "--reason", "done by hand");

        Assert.Equal("completed", result.GetProperty("to").GetString());
    }

    [Fact]
    public async Task Forgetting_an_applied_migration_is_asked_about_and_no_answer_is_no()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");

        var run = await project.Tool.ExpectAsync(7, "resolve", "002_orders", "--as", "pending", "--reason", "restored");
        Assert.Contains("Forget that, so that the next up runs it again? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal("clean", (await project.Tool.JsonAsync(0, "status")).GetProperty("state").GetString());

        await project.Tool.ExpectAsync(0, "resolve", "002_orders", "--as", "pending", "--reason", "restored", "-y");
        Assert.Equal(1, (await project.Tool.JsonAsync(0, "status")).GetProperty("pending").GetInt32());
    }

    [Theory]
    [InlineData(2, "resolve", "003_units")]
    [InlineData(2, "resolve", "003_units", "--as", "completed")]
    [InlineData(2, "resolve", "003_units", "--as", "done", "--reason", "x")]
    [InlineData(2, "resolve", "009_none", "--as", "completed", "--reason", "x")]
    [InlineData(7, "resolve", "004_next", "--as", "failed", "--reason", "x")]
    [InlineData(7, "baseline")]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing(int exitCode, params string[] arguments)
    {
        using var project = await PartlyAppliedAsync();
        byte[] before = project.Bytes("app.db");

        await project.Tool.ExpectAsync(exitCode, arguments);

        Assert.Equal(before, project.Bytes("app.db"));
    }

    [Fact]
    public async Task A_live_runner_is_named_with_its_process_and_never_overridden()
    {
        using var project = await UpTests.FreshAsync();
        await using var running = await LongRun.StartAsync(project);

        foreach (string[] command in (string[][])[["unlock"], ["recover"], ["resolve", "003_long", "--as", "failed", "--reason", "x"], ["baseline"]])
        {
            var run = await project.Tool.ExpectAsync(5, command);
            Assert.Contains($"{Environment.UserName}@{Environment.MachineName} pid ", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Unlock_frees_the_database_of_a_dead_owner_and_names_what_is_left_to_do()
    {
        using var project = await PartlyAppliedAsync();
        Kill(project);

        var run = await project.Tool.ExpectAsync(0, "unlock");
        var again = await project.Tool.ExpectAsync(0, "unlock-migrations");

        Assert.Equal("Freed: dead@web pid 1, the owner that was doing 003_units, is gone.\n", run.Output);
        Assert.Contains("003_units did not end: dotnet migrate recover", run.Error, StringComparison.Ordinal);
        Assert.Equal("Nothing is locked.\n", again.Output);
    }

    [Fact]
    public async Task A_baseline_takes_over_a_database_that_was_there_before()
    {
        using var project = await UpTests.FreshAsync();
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);");
        DatabaseFile.Execute(project.At("app.db"), "CREATE TABLE users (id INTEGER); CREATE TABLE orders (id INTEGER)");

        var plan = await project.Tool.ExpectAsync(0, "baseline", "2", "--dry-run");
        var run = await project.Tool.ExpectAsync(0, "baseline", "2");
        await project.Tool.ExpectAsync(0, "up");

        Assert.Equal("would record 001_users\nwould record 002_orders\nNothing was written.\n", plan.Output);
        Assert.EndsWith("2 migrations recorded as applied, 1 pending: the database is pending.\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(["baselined", "baselined", "ran"], DatabaseFile.Query(project.At("app.db"), "SELECT origin FROM __migrations ORDER BY sequence"));
    }

    [Fact]
    public async Task A_baseline_of_an_empty_database_is_asked_about_and_no_answer_makes_no_database()
    {
        using var project = await UpTests.FreshAsync();

        var run = await project.Tool.ExpectAsync(7, "mark-all-completed");
        Assert.Contains("holds no table", run.Error, StringComparison.Ordinal);
        Assert.False(project.Exists("app.db"));

        await project.Tool.ExpectAsync(0, "baseline", "--yes");
        Assert.Equal("clean", (await project.Tool.JsonAsync(0, "status")).GetProperty("state").GetString());
    }

    private static string[] Ids(System.Text.Json.JsonElement result, string property) =>
        result.GetProperty(property).EnumerateArray().Select(e => e.GetString()!).ToArray();
}
