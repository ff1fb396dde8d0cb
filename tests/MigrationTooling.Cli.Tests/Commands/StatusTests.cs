using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class StatusTests
{
    [Fact]
    public async Task A_database_that_is_not_there_is_empty_and_is_not_made()
    {
        using var project = await UpTests.FreshAsync();

        var status = await project.Tool.JsonAsync(0, "status");

        Assert.Equal("empty", status.GetProperty("state").GetString());
        Assert.Equal(2, status.GetProperty("pending").GetInt32());
        Assert.False(project.Exists("app.db"));
    }

    [Fact]
    public async Task Without_any_setting_it_looks_at_app_db()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        project.Delete("migrate.json");

        var status = await project.Tool.JsonAsync(0, "status");

        Assert.Equal("clean", status.GetProperty("state").GetString());
        Assert.Equal("002_orders", status.GetProperty("current").GetString());
    }

    [Fact]
    public async Task The_table_is_plain_where_it_is_redirected_and_never_cuts_an_id()
    {
        using var project = await UpTests.FreshAsync();
        string longId = "003_" + new string('x', 200);
        project.Migration(longId, "SELECT 1;");
        await project.Tool.ExpectAsync(0, "up", "2");

        var run = await project.Tool.ExpectAsync(0, "status");

        string[] lines = run.Output.Split('\n');
        Assert.DoesNotContain('\e', run.Output);
        Assert.Contains(lines, line => line.StartsWith("001_users", StringComparison.Ordinal) && line.Contains("completed", StringComparison.Ordinal) && line.EndsWith("yes", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(longId + "  pending", StringComparison.Ordinal));
        Assert.Contains("1 pending: dotnet migrate up", lines);
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public async Task A_failure_shows_its_reason()
    {
        using var project = await UpTests.FreshAsync();
        project.Migration("003_prices", "INSERT INTO nowhere VALUES (1);");
        await project.Tool.ExpectAsync(1, "up");

        var run = await project.Tool.ExpectAsync(0, "status");
        var failed = await project.Tool.JsonAsync(0, "status", "--show-failed");

        Assert.Contains("003_prices failed: no such table: nowhere", run.Output, StringComparison.Ordinal);
        Assert.Equal("003_prices", failed.GetProperty("migrations").EnumerateArray().Single().GetProperty("id").GetString());
    }

    [Fact]
    public async Task Check_tells_by_the_exit_code()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(8, "status", "--check");
        await project.Tool.ExpectAsync(0, "up");
        await project.Tool.ExpectAsync(0, "status", "--check");

        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");

        await project.Tool.ExpectAsync(3, "status", "--check");
        await project.Tool.ExpectAsync(0, "status");
    }

    [Fact]
    public async Task It_writes_nothing_not_even_beside_the_database()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        byte[] before = project.Bytes("app.db");
        string[] files = Files(project);

        await project.Tool.ExpectAsync(0, "status");
        await project.Tool.ExpectAsync(0, "verify");

        Assert.Equal(before, project.Bytes("app.db"));
        Assert.Equal(files, Files(project));
    }

    [Fact]
    public async Task An_older_program_sees_a_newer_database_as_ahead()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        project.Delete("migrations/002_orders.up.sql").Delete("migrations/002_orders.down.sql");

        var status = await project.Tool.JsonAsync(0, "status");
        var up = await project.Tool.JsonAsync(0, "up");

        Assert.Equal("ahead", status.GetProperty("state").GetString());
        Assert.Equal("ahead", up.GetProperty("state").GetString());
        await project.Tool.ExpectAsync(3, "up", "--strict");
    }

    private static string[] Files(Project project)
    {
        string[] files = System.IO.Directory.GetFiles(project.Path, "*", System.IO.SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
