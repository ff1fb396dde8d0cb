using System;
using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>A tablespace on a real file system that is full.</summary>
public sealed class FullTablespaceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Full_in_the_middle_of_both_kinds_of_statements_nothing_is_left_and_with_room_up_goes_on()
    {
        using var disk = new TempFolder();
        disk.Folder("small");
        string small = disk.At("small");
        if (await MountAsync("size=2m", small) is { } refused)
        {
            output.WriteLine("This machine lets nobody mount: " + refused);
            return;
        }

        try
        {
            File.SetUnixFileMode(disk.Path, File.GetUnixFileMode(disk.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            PostgresCluster.GiveToServer(small);
            await RunAsync(small);
        }
        finally
        {
            Assert.Equal("", (await ProcessRun.StartAsync("umount", [small], Path.GetTempPath(), [])).Error);
        }
    }

    private static async Task RunAsync(string small)
    {
        // A server of its own: the disk of another one is not ours to fill.
        using var cluster = PostgresCluster.Start();
        using var project = new ServerProject(0, new PostgresDatabase(cluster.ConnectionString));
        project.Database.Execute("CREATE TABLE rows AS SELECT g AS a FROM generate_series(1, 200000) g");
        project.Database.Execute($"CREATE TABLESPACE small LOCATION '{small}'");
        project.Project
            .Migration("001_index", "INSERT INTO witness VALUES ('1a');\nCREATE INDEX CONCURRENTLY ON rows (a) TABLESPACE small;\nINSERT INTO witness VALUES ('1b');")
            .Migration("002_rows", "INSERT INTO witness VALUES ('2a');\nCREATE TABLE copied TABLESPACE small AS SELECT a FROM rows;\nINSERT INTO witness VALUES ('2b');");

        var first = await project.Tool.RunAsync("up");
        first.AssertSays(1, "No space left on device", "Its first 1 of 3 statements are committed (units 1 to 1 of 3). Of unit 2: nothing of it: it left the invalid index public.rows_a_idx");
        Assert.Contains("Make room on the server's disk", first.Error, StringComparison.Ordinal);
        Assert.Empty(project.Database.Query("SELECT FROM pg_index WHERE indrelid = 'rows'::regclass"));

        Assert.Null(await MountAsync("remount,size=6m", small));
        var second = await project.Tool.RunAsync("up");
        second.AssertSays(1, "No space left on device", "Nothing: its transaction was rolled back.");
        Assert.Equal("completed", project.State("001_index"));

        Assert.Null(await MountAsync("remount,size=60m", small));
        await project.FollowAsync(second, ["up"]);
        Assert.Equal(["1a", "1b", "2a", "2b"], project.Database.Query("SELECT what FROM witness ORDER BY what"));
        Assert.Equal(["rows_a_idx|True"], project.Database.Query("SELECT indexrelid::regclass::text, indisvalid FROM pg_index WHERE indrelid = 'rows'::regclass"));
        project.AssertMixedJournal();
    }

    private static async Task<string?> MountAsync(string options, string place)
    {
        var run = await ProcessRun.StartAsync("mount", ["-t", "tmpfs", "-o", options, "none", place], Path.GetTempPath(), []);
        return run.ExitCode == 0 ? null : run.Error;
    }
}
