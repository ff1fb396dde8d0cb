using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Disks;

/// <summary>No room left, at any moment of a run.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const string Url = "sqlite:app.db";
    private const int Migrations = 2;

    [Fact]
    public async Task Full_inside_a_unit_it_is_rolled_back_nobody_blames_the_script_and_with_room_up_goes_on()
    {
        using var project = Heavy();
        var run = await project.RunAsync(project.Fault(Deed.Trace, "-") with { MostPages = 60 }, "up", "-u", Url);

        run.End.AssertSays(1, "error SQLITE_FULL: database or disk is full", "Nothing: its transaction was rolled back.");
        Assert.Contains("Make room on the disk", run.End.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Mend ", run.End.Error, StringComparison.Ordinal);
        await project.RunNextAsync(run.End, Url);

        using var unbroken = Heavy();
        await unbroken.Tool.ExpectAsync(0, "up", "-u", Url);
        Assert.Equal(unbroken.Content(), project.Content());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Full_wherever_the_file_has_to_grow_the_next_up_with_room_ends_as_an_unbroken_run(int pages)
    {
        using var project = Witnessed.Project(Migrations);
        var run = await project.RunAsync(project.Fault(Deed.Trace, "-") with { MostPages = pages }, "up", "-u", Url);

        Assert.NotEqual(0, run.End.ExitCode);
        Assert.Contains("database or disk is full", run.End.Error, StringComparison.Ordinal);
        Assert.Contains("Make room on the disk", run.End.Error, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task On_a_real_small_file_system_that_is_full_it_is_the_same()
    {
        using var project = Heavy().Folder("disk");
        string script =
            $"""
            mount -t tmpfs -o size=400k none disk || exit 77
            {Tool.Program} up -u sqlite:disk/app.db; echo "first $?"
            mount -o remount,size=50m none disk
            {Tool.Program} up -u sqlite:disk/app.db; echo "second $?"
            cp disk/app.db app.db
            """;
        var run = await ProcessRun.StartAsync("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", script], project.Path, []);
        if (run.ExitCode != 0 && !run.Output.Contains("first", StringComparison.Ordinal))
        {
            output.WriteLine("This machine lets nobody mount: " + run.Error);
            return;
        }

        Assert.Contains("first 1\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("second 0\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Make room on the disk", run.Error, StringComparison.Ordinal);
        using var unbroken = Heavy();
        await unbroken.Tool.ExpectAsync(0, "up", "-u", Url);
        Assert.Equal(unbroken.Content(), project.Content());
    }

    private static Project Heavy() => Witnessed.Project(1).Migration(
        "002_heavy",
        "CREATE TABLE heavy (content BLOB);\nINSERT INTO witness VALUES ('2a');\nINSERT INTO heavy WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT zeroblob(1000) FROM n;\nINSERT INTO witness VALUES ('2b');");
}
