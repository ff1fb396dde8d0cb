using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;

namespace MigrationTooling.Faults.Tests.Disks;

/// <summary>What a killed writer leaves in journal and WAL, and readers that make COMMIT busy.</summary>
public sealed class JournalTests
{
    private const string Url = "sqlite:app.db";
    private const int Migrations = 2;

    [Fact]
    public async Task A_hot_journal_is_said_by_every_reading_verb_and_the_command_it_names_undoes_it()
    {
        using var project = Heavy();
        var run = await project.RunAsync(project.Fault(Deed.Kill, "~'3b'"), "up", "-u", Url);
        Assert.True(run.WasKilled);
        Assert.True(new FileInfo(project.At("app.db-journal")).Length > 0);
        byte[] left = project.Bytes("app.db");

        var status = await project.Tool.RunAsync("status", "-u", Url);
        var dryRun = await project.Tool.RunAsync("up", "--dry-run", "-u", Url);

        Assert.Equal(6, status.ExitCode);
        Assert.Equal(6, dryRun.ExitCode);
        Assert.Contains("holds the journal of a writer that was killed", status.Error, StringComparison.Ordinal);
        Assert.Equal(left, project.Bytes("app.db"));
        await project.RunNextAsync(status, Url);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);
        using var unbroken = Heavy();
        await unbroken.Tool.ExpectAsync(0, "up", "-u", Url);
        Assert.Equal(unbroken.Content(), project.Content());
    }

    [Theory]
    [InlineData("~'1b'", 'B')]
    [InlineData("@InCommit", 'B')]
    [InlineData("@AfterCommit", 'E')]
    [InlineData("@Between", 'E')]
    public async Task A_write_ahead_log_left_over_is_read_as_it_is_and_the_next_run_goes_on(string place, char edge)
    {
        using var project = Witnessed.Project(Migrations);
        DatabaseFile.Execute(project.At("app.db"), "PRAGMA journal_mode = WAL");
        await project.Tool.ExpectAsync(0, "up", "000_witness", "-u", Url);
        var run = await project.RunAsync(project.Fault(Deed.Kill, place, edge), "up", "-u", Url);
        Assert.True(run.WasKilled);
        Assert.True(new FileInfo(project.At("app.db-wal")).Length > 0);

        await project.Tool.ExpectAsync(0, "status", "-u", Url);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);

        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task A_reader_that_stays_makes_the_commit_fail_and_is_named_and_once_it_is_gone_up_goes_on()
    {
        using var project = Witnessed.Project(Migrations);
        await using var run = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "~'1b'"), "up", "-u", "Data Source=app.db;Default Timeout=1");
        ProcessRun end;
        using (Reading.Begin(project))
        {
            end = await run.GoOnAsync();
        }

        end.AssertSays(1, $"The commit failed: database is locked: process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} (", "Nothing: its transaction was rolled back.");
        Assert.Contains(") reads", end.Error, StringComparison.Ordinal);
        Assert.Contains("End the other connection, or wait until it is done, then: dotnet migrate up", end.Error, StringComparison.Ordinal);
        await project.RunNextAsync(end, Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task A_reader_that_leaves_is_waited_for()
    {
        using var project = Witnessed.Project(Migrations);
        await using var run = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "~'1b'"), "up", "-u", Url);
        using (Reading.Begin(project))
        {
            await run.SignalAsync("CONT");
            await run.UntilAsync(() => run.Statements() is [.., var before, var last] && before[0] == 'E' && last[0] == 'B' && last.EndsWith(" COMMIT", StringComparison.Ordinal)
                && before.EndsWith(" COMMIT", StringComparison.Ordinal));
        }

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    // More than SQLite's page cache holds, so that pages reach the file before the commit.
    private static Project Heavy() => Witnessed.Project(2).Migration(
        "003_heavy",
        "CREATE TABLE heavy (content BLOB);\nINSERT INTO heavy WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) SELECT zeroblob(1000) FROM n;\nINSERT INTO witness VALUES ('3b');");
}
