using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;

namespace MigrationTooling.Faults.Tests.Disks;

/// <summary>Files that can't be written, that are replaced, and scripts that change, while the tool looks at them.</summary>
public sealed class FileTests
{
    private const string Url = "sqlite:app.db";
    private const int Migrations = 2;

    [Theory]
    [InlineData("app.db")]
    [InlineData("")]
    public async Task Without_the_right_to_write_nothing_is_run_and_with_it_up_goes_on(string open)
    {
        using var project = Witnessed.Project(Migrations);
        await project.Tool.ExpectAsync(0, "up", "000_witness", "-u", Url);
        ProcessRun run;
        using (var visitor = new Visitor(project.Path))
        {
            if (open.Length > 0)
            {
                // The file may be written, its directory not: no journal can be made beside it.
                visitor.Open(project.At(open));
            }

            run = await visitor.ExpectAsync(6, "up", "-u", Url, "-m", "migrations");
        }

        Assert.Contains("can't be ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Left behind: Nothing was run or written.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Give this user the right to write", run.Error, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Theory]
    [InlineData("delete", "~'1b'")]
    [InlineData("wal", "~'1b'")]
    [InlineData("delete", "@Between")]
    [InlineData("wal", "@IntentToUnit")]
    [Replays("FaultTranslation.cs", "FaultTranslation.cs: *: * ⇒ dotnet migrate status")]
    public async Task A_database_replaced_during_a_run_is_noticed_and_the_new_one_is_left_alone(string mode, string place)
    {
        using var project = Witnessed.Project(Migrations);
        DatabaseFile.Execute(project.At("app.db"), $"PRAGMA journal_mode = {mode}");
        await using var run = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, place), "up", "-u", Url);
        project.Move("app.db", "away.db");
        File.WriteAllBytes(project.At("app.db"), []);
        foreach (string side in new[] { "app.db-wal", "app.db-shm", "app.db-journal" }.Where(project.Exists))
        {
            File.Delete(project.At(side));
        }

        var end = await run.GoOnAsync();

        end.AssertSays(6, "the file was moved or replaced while this run had it open", "");
        Assert.Empty(project.Bytes("app.db"));
        await project.RunNextAsync(end, Url);
        await project.Tool.ExpectAsync(0, "up", "-u", Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task A_database_replaced_between_plan_and_run_is_noticed_before_anything_is_written()
    {
        using var project = Witnessed.Project(Migrations);
        await project.Tool.ExpectAsync(0, "up", "001_step", "-u", Url);
        project.Move("app.db", "newer.db");
        await project.Tool.ExpectAsync(0, "up", "000_witness", "-u", Url);

        // The runner's first statement: the look without a lock is over.
        await using var run = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "~PRAGMA foreign_keys"), "up", "-u", Url);
        File.Move(project.At("newer.db"), project.At("app.db"), overwrite: true);
        var end = await run.GoOnAsync();

        end.AssertSays(6, "the file was moved or replaced while this run had it open", "Nothing was run or written.");
        await project.Tool.ExpectAsync(0, "up", "-u", Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Theory]
    [InlineData("~PRAGMA foreign_keys")]
    [InlineData("@IntentToUnit")]
    public async Task A_script_changed_between_plan_and_run_is_not_committed_and_the_next_up_runs_the_new_one(string place)
    {
        using var project = Witnessed.Project(Migrations);
        await project.Tool.ExpectAsync(0, "up", "001_step", "--no-lock-file", "-u", Url);
        string planned = project.Read("migrations/002_step.up.sql");
        await using var run = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, place), "up", "-u", Url);
        project.Write("migrations/002_step.up.sql", planned.Replace("'2c'", "'2x'", StringComparison.Ordinal));

        var end = await run.GoOnAsync();

        end.AssertSays(1, "The script changed after it was planned.", "Nothing: its transaction was rolled back.");
        Assert.Empty(DatabaseFile.Query(project.At("app.db"), "SELECT what FROM witness WHERE what LIKE '2%'"));
        project.Write("migrations/002_step.up.sql", planned);
        await project.RunNextAsync(end, Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Fact]
    public async Task A_script_deleted_between_plan_and_run_fails_and_is_recorded_and_up_goes_on_once_it_is_back()
    {
        using var project = Witnessed.Project(Migrations);
        await project.Tool.ExpectAsync(0, "up", "000_witness", "-u", Url);
        await using var run = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "@InUnit"), "up", "-u", Url);
        project.Move("migrations/002_step.up.sql", "away.sql");

        var end = await run.GoOnAsync();

        end.AssertSays(1, "002_step.up.sql(1,1): error: The script can't be read: Could not find file", "Nothing of this attempt: it had not begun.");
        Assert.Equal(["completed", "completed", "failed"], DatabaseFile.Query(project.At("app.db"), "SELECT state FROM __migrations ORDER BY sequence"));
        project.Move("away.sql", "migrations/002_step.up.sql");
        await project.RunNextAsync(end, Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task Asked_to_stop_it_ends_behind_the_unit_and_the_command_it_names_goes_on(string signal, int exitCode)
    {
        using var project = Witnessed.Project(Migrations);
        await using var run = await RunningTool.StoppedAsync(project, project.Fault(Deed.Stop, "~'1b'"), "up", "-u", Url);
        using (Reading.Begin(project))
        {
            // The reader holds the unit at its COMMIT until the signal has arrived: it is handled on a thread of its own, at its own time.
            await run.SignalAsync("CONT");
            await run.SignalAsync(signal);
            await run.SaysAsync("stopping after the running unit");
        }

        var end = await run.EndAsync();

        end.AssertSays(exitCode, "stopping after the running unit", "2 of 3 migrations are applied");
        await project.RunNextAsync(end, Url);
        await project.AssertAsUnbrokenAsync(Migrations);
    }
}
