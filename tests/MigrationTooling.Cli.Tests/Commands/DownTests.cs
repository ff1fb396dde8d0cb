using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>The command <c>down</c>, as a process on real files.</summary>
public sealed class DownTests : IDisposable
{
    private Project? _project;

    public void Dispose() => _project?.Dispose();

    /// <summary>A project whose two migrations are applied and locked.</summary>
    private async Task<Project> AppliedAsync()
    {
        _project = await UpTests.FreshAsync();
        await _project.Tool.ExpectAsync(0, "up");
        return _project;
    }

    private string States() => string.Join(' ', DatabaseFile.Query(_project!.At("app.db"), "SELECT id || '=' || state FROM __migrations ORDER BY sequence"));

    [Theory]
    [InlineData("down")]
    [InlineData("rollback")]
    [InlineData("downgrade")]
    public async Task One_step_is_taken_back_without_a_question_and_up_applies_it_again(string verb)
    {
        var project = await AppliedAsync();

        var run = await project.Tool.ExpectAsync(0, verb);

        Assert.Contains("rolled back 002_orders", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 migration rolled back, 1 pending", run.Output, StringComparison.Ordinal);
        Assert.Equal("001_users=completed 002_orders=rolled_back", States());
        Assert.Contains("applied 002_orders", (await project.Tool.ExpectAsync(0, "up")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_that_this_databases_up_added_go_and_come_back_with_up()
    {
        var project = await AppliedAsync();
        string locked = project.Read("migrations/migrations.lock");

        var run = await project.Tool.ExpectAsync(0, "down");

        Assert.Contains("no longer locked: 002_orders", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("002_orders", project.Read("migrations/migrations.lock"), StringComparison.Ordinal);
        Assert.Contains("001_users", project.Read("migrations/migrations.lock"), StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "up");
        Assert.Equal(locked, project.Read("migrations/migrations.lock"));
        await project.Tool.ExpectAsync(0, "down", "--no-lock-file");
        Assert.Equal(locked, project.Read("migrations/migrations.lock"));
    }

    [Fact]
    public async Task A_line_that_somebody_else_added_stays()
    {
        _project = await UpTests.FreshAsync();
        await _project.Tool.ExpectAsync(0, "lock");
        await _project.Tool.ExpectAsync(0, "up");
        string locked = _project.Read("migrations/migrations.lock");

        await _project.Tool.ExpectAsync(0, "down", "--all", "--yes");

        Assert.Equal(locked, _project.Read("migrations/migrations.lock"));
    }

    [Fact]
    public async Task A_committed_line_is_the_teams_and_stays_though_this_databases_up_added_it()
    {
        var project = await AppliedAsync();
        await GitRepository.InitAsync(project.Path);
        await project.Git.CommitAsync("applied");
        string locked = project.Read("migrations/migrations.lock");

        var run = await project.Tool.ExpectAsync(0, "down");

        Assert.Equal(locked, project.Read("migrations/migrations.lock"));
        Assert.Contains("002_orders stays locked: the line is committed", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("no\n", 7)]
    [InlineData("", 7)]
    public async Task More_than_one_is_asked_about_and_no_answer_is_no(string answer, int code)
    {
        var project = await AppliedAsync();

        var run = await project.Tool.AnswerAsync(answer, "down", "--all");

        Assert.Equal(code, run.ExitCode);
        Assert.Contains("Take back 2 migrations: 002_orders, 001_users?", run.Error, StringComparison.Ordinal);
        Assert.Equal(code == 0 ? "001_users=rolled_back 002_orders=rolled_back" : "001_users=completed 002_orders=completed", States());
    }

    [Fact]
    public async Task A_protected_environment_needs_yes_even_for_one_step()
    {
        var project = await AppliedAsync();
        project.Write("migrate.json", "{ \"environments\": { \"live\": { \"url\": \"sqlite:app.db\", \"protected\": true } } }");

        var refused = await project.Tool.AnswerAsync("y\n", "down", "-e", "live");

        Assert.Equal(7, refused.ExitCode);
        Assert.Contains("--yes", refused.Error, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "down", "-e", "live", "--yes");
    }

    [Fact]
    public async Task The_dry_run_says_what_would_go_and_writes_nothing()
    {
        var project = await AppliedAsync();

        var text = await project.Tool.ExpectAsync(0, "down", "--all", "--dry-run");
        using var json = JsonDocument.Parse((await project.Tool.ExpectAsync(0, "down", "001_users", "--dry-run", "--format", "json")).Output);

        Assert.StartsWith("would take back 002_orders (002_orders.down.sql)\nwould take back 001_users (001_users.down.sql)\n", text.Output, StringComparison.Ordinal);
        Assert.Equal("002_orders", json.RootElement.GetProperty("planned")[0].GetProperty("id").GetString());
        Assert.Equal("001_users=completed 002_orders=completed", States());
    }

    [Fact]
    public async Task Irreversible_ones_are_named_each_with_exit_7_and_nothing_is_taken_back()
    {
        var project = await AppliedAsync();
        project.Migration("003_one", "CREATE TABLE one (id INTEGER);").Migration("004_two", "-- migrate:options irreversible:true\nCREATE TABLE two (id INTEGER);");
        await project.Tool.ExpectAsync(0, "up");

        var run = await project.Tool.RunAsync("down", "--all", "--yes");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("'003_one' is irreversible", run.Error, StringComparison.Ordinal);
        Assert.Contains("'004_two' is irreversible", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("rolled_back", States(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_down_script_that_is_not_written_yet_is_refused_in_the_words_of_a_down()
    {
        _project = await UpTests.FreshAsync();
        _project.Write("migrations/002_orders.down.sql", "-- migrate:todo\n");
        await _project.Tool.ExpectAsync(0, "up");

        var run = await _project.Tool.ExpectAsync(7, "down");

        Assert.Contains("error MIG0114: This down script is not written yet", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("This migration is not written yet", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "down", "nobody")]
    [InlineData(2, "down", "001_users", "--steps", "1")]
    [InlineData(2, "down", "--steps", "0")]
    [InlineData(2, "down", "--down-from", "memory")]
    public async Task What_makes_no_sense_is_refused_before_anything_runs(int code, params string[] arguments)
    {
        var project = await AppliedAsync();

        await project.Tool.ExpectAsync(code, arguments);

        Assert.Equal("001_users=completed 002_orders=completed", States());
    }

    [Fact]
    public async Task Files_that_are_not_as_they_were_locked_refuse_it_as_they_refuse_up()
    {
        var project = await AppliedAsync();
        project.Migration("002_orders", "CREATE TABLE orders (other INTEGER);", "DROP TABLE orders;");

        await project.Tool.ExpectAsync(3, "down");

        Assert.Equal("001_users=completed 002_orders=completed", States());
    }

    [Fact]
    public async Task An_edited_down_asks_which_text_runs_and_history_runs_the_old_one()
    {
        _project = await UpTests.FreshAsync();
        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        _project.Write("migrations/002_orders.down.sql", "DROP TABLE nowhere;\n");

        var refused = await _project.Tool.ExpectAsync(7, "down");
        Assert.Contains("--down-from", refused.Error, StringComparison.Ordinal);

        var failed = await _project.Tool.ExpectAsync(1, "down", "--down-from", "file");
        Assert.Contains("002_orders.down.sql(1,12): error", failed.Error, StringComparison.Ordinal);
        Assert.Contains("Left behind: Nothing", failed.Error, StringComparison.Ordinal);
        Assert.Equal("001_users=completed 002_orders=completed", States());

        await _project.Tool.ExpectAsync(0, "down", "--down-from", "history");
        Assert.Equal("001_users=completed 002_orders=rolled_back", States());
    }

    [Fact]
    public async Task The_JSON_of_a_rollback_lists_what_was_rolled_back()
    {
        var project = await AppliedAsync();

        using var json = JsonDocument.Parse((await project.Tool.ExpectAsync(0, "down", "--all", "-y", "--format", "json")).Output);

        Assert.Equal(["002_orders", "001_users"], json.RootElement.GetProperty("rolledBack").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("pending", json.RootElement.GetProperty("state").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("unlocked").GetArrayLength());
    }

    [Fact]
    public async Task With_nothing_applied_there_is_nothing_to_take_back()
    {
        _project = await UpTests.FreshAsync();

        Assert.StartsWith("Nothing to take back", (await _project.Tool.ExpectAsync(0, "down")).Output, StringComparison.Ordinal);
    }
}
