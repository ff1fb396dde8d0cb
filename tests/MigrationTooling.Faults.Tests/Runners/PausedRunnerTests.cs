using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;

namespace MigrationTooling.Faults.Tests.Runners;

/// <summary>A runner that stands still (SIGSTOP), loses its run lock, is replaced, and wakes.</summary>
public sealed class PausedRunnerTests
{
    private const int Migrations = 3;
    private const string Url = "sqlite:app.db";
    private const string RunLock = "app.db-__migrations.lock";

    [Theory]
    [InlineData("@AfterCommit", 'E')]
    [InlineData("@IntentToUnit", 'E')]
    [InlineData("@Between", 'E')]
    [InlineData("~VACUUM", 'B')]
    [InlineData("~VACUUM", 'E')]
    public async Task Taken_over_outside_a_transaction_it_is_refused_by_the_fence_when_it_wakes(string place, char edge)
    {
        using var project = Witnessed.Project(Migrations);
        await using var paused = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, place, edge), "up", "-u", Url);
        File.Delete(project.At(RunLock));

        await project.Tool.ExpectAsync(0, "up", "-u", Url);
        var woken = await paused.GoOnAsync();

        woken.AssertSays(5, "Another runner took over", "");
        await project.RunNextAsync(woken, Url);
        await project.AssertAsUnbrokenAsync(Migrations);
        await project.Tool.ExpectAsync(0, "status", "--check", "-u", Url);
    }

    [Fact]
    public async Task Inside_a_transaction_nobody_can_take_over_and_it_ends_its_work_when_it_wakes()
    {
        using var project = Witnessed.Project(Migrations);
        await using var paused = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "~'1b'"), "up", "-u", Url);
        File.Delete(project.At(RunLock));

        var second = await project.Tool.RunAsync("up", "-u", "Data Source=app.db;Default Timeout=1");
        var woken = await paused.GoOnAsync();

        second.AssertSays(5, $"stayed busy: database is locked: process {paused.Id} (dotnet-migrate) writes", "Nothing was run or written.");
        Assert.Equal(0, woken.ExitCode);
        await project.RunNextAsync(second, Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task While_it_holds_its_run_lock_others_are_told_who_it_is()
    {
        using var project = Witnessed.Project(Migrations);
        await using var paused = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "@AfterCommit"), "up", "-u", Url);

        var second = await project.Tool.RunAsync("up", "--wait", "0", "-u", Url);
        Assert.Equal(0, (await paused.GoOnAsync()).ExitCode);

        second.AssertSays(5, $"pid {paused.Id}.", "Nothing was run or written.");
        await project.RunNextAsync(second, Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task On_a_copy_of_its_database_the_runner_of_the_original_is_not_alive()
    {
        using var project = Witnessed.Project(Migrations);
        await using var paused = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "@IntentToUnit"), "up", "-u", Url);
        File.Copy(project.At("app.db"), project.At("copy.db"));

        var status = await project.Tool.JsonAsync(0, "status", "-u", "sqlite:copy.db");
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file", "-u", "sqlite:copy.db");
        Assert.Equal(0, (await paused.GoOnAsync()).ExitCode);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, status.GetProperty("runLock").ValueKind);
        Assert.Single(DatabaseFile.Query(project.At("copy.db"), "SELECT detail FROM __migrations_journal WHERE kind = 'moved'"));
        Assert.Equal(project.Content(), Witnessed.Content(project.At("copy.db")));
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task Sixteen_tools_at_once_apply_each_migration_once_and_all_succeed()
    {
        const int Many = 12;
        using var project = Witnessed.Project(Many);

        var runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => project.Tool.RunAsync("up", "--wait", "600", "-u", Url)));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Equal(Many + 1, runs.Sum(run => run.Output.Split('\n').Count(l => l.StartsWith("applied ", StringComparison.Ordinal))));
        await project.AssertAsUnbrokenAsync(Many);
        Assert.All(DatabaseFile.Query(project.At("app.db"), "SELECT attempt FROM __migrations"), attempt => Assert.Equal("1", attempt));
    }

    [Fact]
    public async Task Where_the_run_lock_cannot_be_made_it_is_said_and_two_runners_are_kept_apart_by_the_fence()
    {
        using var project = Witnessed.Project(Migrations).Folder(RunLock);
        await using var paused = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "@AfterCommit", 'E'), "up", "-u", Url);

        var second = await project.Tool.ExpectAsync(0, "up", "-u", Url);
        var woken = await paused.GoOnAsync();

        Assert.Contains("no run lock here", second.Error, StringComparison.Ordinal);
        Assert.Contains("no run lock here", woken.Error, StringComparison.Ordinal);
        woken.AssertSays(5, "Another runner took over", "");
        await project.AssertAsUnbrokenAsync(Migrations);
    }
}
