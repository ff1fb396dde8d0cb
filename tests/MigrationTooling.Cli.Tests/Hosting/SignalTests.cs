using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Commands;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Hosting;

/// <summary>Real signals at a real run in the middle of a statement.</summary>
public sealed class SignalTests
{
    [Fact]
    public async Task The_first_interrupt_waits_for_the_unit_and_the_second_rolls_it_back()
    {
        using var project = await UpTests.FreshAsync();
        await using var run = await LongRun.StartAsync(project);

        await run.SignalAsync("INT");
        await run.SaysAsync("Ctrl+C again cancels it");
        await run.SignalAsync("INT");
        var end = await run.EndAsync();

        Assert.Equal(130, end.ExitCode);
        Assert.Contains("applied 002_orders", end.Output, StringComparison.Ordinal);
        Assert.Contains("Left behind: ", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("long", DatabaseFile.Tables(project.At("app.db")));
        Assert.Contains("\n002_orders ", project.Lock, StringComparison.Ordinal);
        Assert.DoesNotContain(LongRun.Id, project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_termination_cancels_by_itself_after_the_grace_period()
    {
        using var project = await UpTests.FreshAsync();
        await using var run = await LongRun.StartAsync(project, "--grace", "0", "--format", "json");

        await run.SignalAsync("TERM");
        var end = await run.EndAsync();

        Assert.Equal(143, end.ExitCode);
        Assert.Contains("\"exitCode\": 143", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("long", DatabaseFile.Tables(project.At("app.db")));
        var next = await project.Tool.JsonAsync(8, "status", "--check");
        Assert.Equal("pending", next.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_killed_run_leaves_what_the_next_one_can_tell_and_mend()
    {
        using var project = await UpTests.FreshAsync();
        await using var run = await LongRun.StartAsync(project);

        await run.SignalAsync("KILL");
        await run.EndAsync();
        project.Migration(LongRun.Id, "CREATE TABLE long (n INTEGER);");

        var next = await project.Tool.JsonAsync(0, "up");

        Assert.Equal(LongRun.Id, next.GetProperty("recovered")[0].GetString());
        await project.Tool.ExpectAsync(0, "status", "--check");
    }

    [Fact]
    public async Task A_retry_waits_as_long_as_it_is_told_and_a_recovery_ends_after_its_grace()
    {
        using var project = await UpTests.FreshAsync();
        await using (var run = await LongRun.StartAsync(project))
        {
            await project.Tool.ExpectAsync(5, "retry", LongRun.Id, "--wait", "0");
            await run.SignalAsync("KILL");
            await run.EndAsync();
        }

        string units = "BEGIN;\nCREATE TABLE long (n INTEGER);\nCOMMIT;\n";
        project.Migration(LongRun.Id, units + "INSERT INTO nowhere VALUES (1);");
        await project.Tool.ExpectAsync(1, "up");
        project.Migration(LongRun.Id, units + LongRun.Statement);
        await using var recovery = await LongRun.StartAsync(project, $"applying {LongRun.Id} ", ["recover", "--grace", "0"]);
        await recovery.SignalAsync("TERM");
        var end = await recovery.EndAsync();

        Assert.Equal(143, end.ExitCode);
        Assert.Contains("it is cancelled in 0 s", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_runner_is_told_who_is_at_work()
    {
        using var project = await UpTests.FreshAsync();
        await using var run = await LongRun.StartAsync(project);

        var second = await project.Tool.ExpectAsync(5, "up", "--wait", "0");
        var status = await project.Tool.JsonAsync(5, "status", "--check");

        Assert.Contains("dotnet migrate status", second.Error, StringComparison.Ordinal);
        Assert.Equal("migrating", status.GetProperty("state").GetString());
        Assert.Equal(LongRun.Id, status.GetProperty("runLock").GetProperty("doing").GetString());
    }
}
