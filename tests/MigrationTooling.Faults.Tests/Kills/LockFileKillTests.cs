using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;

namespace MigrationTooling.Faults.Tests.Kills;

/// <summary>
/// SIGKILL around the writing of the lock file: behind the last COMMIT of the run, which is the last thing before it, and at the
/// process's end, which is the first thing after it.
/// </summary>
public sealed class LockFileKillTests
{
    private const string Url = "sqlite:app.db";
    private const int Migrations = 2;

    [Fact]
    public async Task Killed_before_the_lock_file_is_written_everything_is_applied_and_the_next_up_names_what_locks_it()
    {
        string locked = await UnbrokenAsync();
        using var project = Witnessed.Project(Migrations);
        await KillBehindLastCommitAsync(project, "up", "-u", Url);
        Assert.False(project.Exists("migrations/migrations.lock"));

        var up = await project.Tool.ExpectAsync(0, "up", "-u", Url);
        Assert.Contains("Nothing to apply", up.Output, StringComparison.Ordinal);
        Assert.Contains("3 applied migrations are not locked yet: dotnet migrate lock", up.Error, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "lock");

        Assert.Equal(locked, project.Lock);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task Killed_after_the_lock_file_is_written_nothing_is_left_to_do()
    {
        string locked = await UnbrokenAsync();
        using var project = Witnessed.Project(Migrations);
        var run = await project.RunAsync(project.Fault(Deed.Kill, "exit"), "up", "-u", Url);
        Assert.True(run.WasKilled, run.End.Error);
        Assert.Equal(locked, project.Lock);

        var up = await project.Tool.ExpectAsync(0, "up", "-u", Url);

        Assert.Contains("Nothing to apply", up.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not locked", up.Error, StringComparison.Ordinal);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task Killed_in_down_before_its_line_is_taken_out_the_line_stays_and_the_next_up_agrees_with_it()
    {
        using var project = Witnessed.Project(Migrations);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);
        string locked = project.Lock;
        await KillBehindLastCommitAsync(project, "down", "-u", Url);
        Assert.Equal(locked, project.Lock);
        Assert.Equal(["rolled_back"], project.Look("SELECT state FROM __migrations ORDER BY sequence DESC LIMIT 1"));

        await project.Tool.ExpectAsync(0, "verify", "-u", Url);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);

        Assert.Equal(locked, project.Lock);
        Assert.All(DatabaseFile.Query(project.At("app.db"), "SELECT count(*) FROM witness GROUP BY what"), count => Assert.Equal("1", count));
    }

    [Fact]
    public async Task Killed_in_down_after_its_line_is_taken_out_the_next_up_puts_it_back()
    {
        using var project = Witnessed.Project(Migrations);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);
        string locked = project.Lock;
        var run = await project.RunAsync(project.Fault(Deed.Kill, "exit"), "down", "-u", Url);
        Assert.True(run.WasKilled, run.End.Error);
        Assert.DoesNotContain("\n" + Witnessed.Id(Migrations) + " ", project.Lock, StringComparison.Ordinal);

        await project.Tool.ExpectAsync(0, "verify", "-u", Url);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);

        Assert.Equal(locked, project.Lock);
    }

    private static async Task<string> UnbrokenAsync()
    {
        using var unbroken = Witnessed.Project(Migrations);
        await unbroken.Tool.ExpectAsync(0, "up", "-u", Url);
        return unbroken.Lock;
    }

    private static async Task KillBehindLastCommitAsync(Project project, params string[] arguments)
    {
        using var traced = Witnessed.Project(Migrations);
        if (arguments[0] == "down")
        {
            await traced.Tool.ExpectAsync(0, "up", "-u", Url);
        }

        var whole = await traced.RunAsync(traced.Fault(Deed.Trace, "-"), arguments);
        string last = whole.Statements.Last(line => line[0] == 'E' && FaultedRun.Sql(line) == "COMMIT");
        var run = await project.RunAsync(project.Fault(Deed.Kill, "#" + last.Split(' ')[1], 'E'), arguments);
        Assert.True(run.WasKilled, run.End.Error);
    }
}
