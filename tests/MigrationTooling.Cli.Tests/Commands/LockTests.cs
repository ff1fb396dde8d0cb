using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class LockTests
{
    [Fact]
    public async Task It_adds_what_is_not_locked_and_leaves_every_other_line_alone()
    {
        using var project = await Project.LockedAsync();
        string before = project.Lock;
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);");

        var result = await project.Tool.JsonAsync(0, "lock");

        Assert.Equal("changed", result.GetProperty("state").GetString());
        Assert.Equal(["003_prices"], result.GetProperty("added").EnumerateArray().Select(id => id.GetString()));
        Assert.StartsWith(before[..^"end\n".Length], project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_is_the_last_one_locked()
    {
        using var project = new Project();
        project.Migration("001_a", "SELECT 1;").Migration("002_b", "SELECT 2;").Migration("003_c", "SELECT 3;");

        await project.Tool.ExpectAsync(0, "lock", "2");

        Assert.Contains("002_b", project.Lock, StringComparison.Ordinal);
        Assert.DoesNotContain("003_c", project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_target_is_an_error_and_locks_nothing()
    {
        using var project = new Project();
        project.Migration("001_a", "SELECT 1;");

        await project.Tool.ExpectAsync(2, "lock", "002_b");

        Assert.False(project.Exists("migrations/migrations.lock"));
    }

    [Theory]
    [InlineData("changed", "MIG0001")]
    [InlineData("renamed", "MIG0002")]
    [InlineData("deleted", "MIG0004")]
    public async Task Where_a_locked_file_is_not_as_it_was_it_refuses_and_writes_nothing(string what, string rule)
    {
        using var project = await Project.LockedAsync();
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);");
        switch (what)
        {
            case "changed":
                project.Write("migrations/001_users.up.sql", "CREATE TABLE people (id INTEGER PRIMARY KEY);\n");
                break;
            case "renamed":
                project.Move("migrations/001_users.up.sql", "migrations/001_people.up.sql").Move("migrations/001_users.down.sql", "migrations/001_people.down.sql");
                break;
            default:
                project.Delete("migrations/001_users.up.sql").Delete("migrations/001_users.down.sql");
                break;
        }

        string before = project.Lock;
        var result = await project.Tool.JsonAsync(3, "lock");

        Assert.Equal("refused", result.GetProperty("state").GetString());
        Assert.Contains(result.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == rule);
        Assert.Equal(before, project.Lock);
    }

    [Fact]
    public async Task A_file_that_cannot_be_judged_is_not_frozen()
    {
        using var project = new Project();
        project.Migration("001_a", "CREATE TABLE t (x TEXT DEFAULT 'open);");

        var run = await project.Tool.ExpectAsync(3, "lock");

        Assert.Contains("error MIG0103", run.Output, StringComparison.Ordinal);
        Assert.False(project.Exists("migrations/migrations.lock"));
    }

    [Fact]
    public async Task Refresh_stamps_comments_anew_and_nothing_else()
    {
        using var project = await Project.LockedAsync();
        project.Append("migrations/001_users.up.sql", "-- a comment\n");

        await project.Tool.ExpectAsync(0, "lock", "--refresh");
        await project.Tool.ExpectAsync(0, "verify", "--offline");
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");

        await project.Tool.ExpectAsync(3, "lock", "--refresh");
    }

    [Fact]
    public async Task An_accepted_edit_keeps_the_old_checksum_with_the_reason()
    {
        using var project = await Project.LockedAsync();
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");

        var run = await project.Tool.ExpectAsync(0, "lock", "--accept", "001_users", "--reason", "index forgotten, \"not\" deployed");

        Assert.Equal("accepted 001_users: index forgotten, \"not\" deployed\n", run.Output);
        Assert.Contains("was 001_users h1=", project.Lock, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "verify", "--offline");
        await project.Tool.ExpectAsync(0, "lock", "--check", "--against", "main");
    }

    [Fact]
    public async Task An_out_of_order_hotfix_is_accepted_by_name()
    {
        using var project = await Project.LockedAsync();
        project.Migration("001_1_hotfix", "CREATE TABLE fix (id INTEGER);");

        await project.Tool.ExpectAsync(3, "verify", "--offline");
        await project.Tool.ExpectAsync(0, "lock", "--accept", "001_1_hotfix", "--reason", "production first");

        await project.Tool.ExpectAsync(0, "verify", "--offline");
    }

    [Theory]
    [InlineData("--accept", "001_users")]
    [InlineData("--reason", "because")]
    [InlineData("--against", "main")]
    [InlineData("--check", "001_users")]
    [InlineData("--refresh", "--check")]
    [InlineData("--format", "sarif")]
    public async Task Options_that_do_not_belong_together_are_a_usage_error(params string[] options)
    {
        using var project = await Project.LockedAsync();
        string before = project.Lock;

        await project.Tool.ExpectAsync(2, ["lock", .. options]);

        Assert.Equal(before, project.Lock);
    }

    [Fact]
    public async Task Nothing_to_accept_is_a_usage_error()
    {
        using var project = await Project.LockedAsync();

        var run = await project.Tool.ExpectAsync(2, "lock", "--accept", "001_users", "--reason", "x");

        Assert.Contains("nothing to accept", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_insists_that_everything_is_locked()
    {
        using var project = await Project.LockedAsync();
        await project.Tool.ExpectAsync(0, "lock", "--check");
        project.Migration("003_prices", "SELECT 1;");

        var result = await project.Tool.JsonAsync(3, "lock", "--check");

        Assert.Contains(result.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == "MIG0012");
    }

    [Fact]
    public async Task Check_against_a_branch_finds_a_line_that_was_changed_with_its_file()
    {
        using var project = await Project.LockedAsync();
        await project.Git.DoneAsync("switch", "--quiet", "--create", "feature");
        project.Delete("migrations/migrations.lock").Write("migrations/001_users.up.sql", "CREATE TABLE people (id INTEGER);\n");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Tool.ExpectAsync(0, "lock", "--check");

        var run = await project.Tool.ExpectAsync(3, "lock", "--check", "--against", "main");

        Assert.Contains("error MIG0013: The checksums of 001_users were changed.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_against_a_branch_that_went_on_asks_only_what_this_branch_changed()
    {
        using var project = await Project.LockedAsync();
        await project.Git.DoneAsync("branch", "feature");
        project.Migration("003_prices", "SELECT 1;");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Git.CommitAsync("main goes on");
        await project.Git.DoneAsync("switch", "--quiet", "feature");

        await project.Tool.ExpectAsync(0, "lock", "--check", "--against", "main");
    }

    [Fact]
    public async Task Moving_the_directory_does_not_escape_the_check()
    {
        using var project = await Project.LockedAsync();
        await project.Git.DoneAsync("switch", "--quiet", "--create", "feature");
        await project.Git.DoneAsync("mv", "migrations", "db");
        project.Write("migrate.json", "{ \"migrationsDir\": \"db\" }").Delete("db/migrations.lock").Delete("db/002_orders.up.sql").Delete("db/002_orders.down.sql");
        await project.Tool.ExpectAsync(0, "lock");

        var run = await project.Tool.ExpectAsync(3, "lock", "--check", "--against", "main");

        Assert.Contains("The line of 002_orders was removed.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("--output=stolen")]
    public async Task An_unknown_ref_is_a_usage_error(string reference)
    {
        using var project = await Project.LockedAsync();

        var run = await project.Tool.ExpectAsync(2, "lock", "--check", $"--against={reference}");

        Assert.Contains($"no commit '{reference}'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shallow_clone_says_how_to_get_the_history()
    {
        using var project = await Project.LockedAsync();
        project.Migration("003_prices", "SELECT 1;");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Git.CommitAsync("second");
        using var clone = new TempFolder();
        await project.Git.DoneAsync("clone", "--quiet", "--depth=1", "file://" + project.Path, clone.At("shop"));

        var run = await new Tool(clone.At("shop")).ExpectAsync(2, "lock", "--check", "--against", "HEAD~1");

        Assert.Contains("shallow", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_git_against_is_a_usage_error()
    {
        using var project = new Project();
        project.Migration("001_a", "SELECT 1;");
        await project.Tool.ExpectAsync(0, "lock");

        var run = await project.Tool.ExpectAsync(2, "lock", "--check", "--against", "main");

        Assert.Contains("no git working tree", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_half_written_lock_is_left_where_it_cannot_be_replaced()
    {
        using var project = new Project();
        project.Migration("001_a", "SELECT 1;").Folder("migrations/migrations.lock");

        var run = await project.Tool.ExpectAsync(2, "lock");

        Assert.Contains("is a directory", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFileSystemEntries(project.At("migrations")).Length);
    }
}
