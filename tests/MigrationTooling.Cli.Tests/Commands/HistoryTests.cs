using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class HistoryTests
{
    [Fact]
    public async Task It_tells_what_happened_with_who_and_why_and_the_newest_last()
    {
        using var project = await UpTests.FreshAsync();
        project.Migration("003_prices", "INSERT INTO nowhere VALUES (1);");
        await project.Tool.ExpectAsync(1, "up");
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);");
        await project.Tool.ExpectAsync(0, "up");

        var run = await project.Tool.ExpectAsync(0, "history");
        var verbose = await project.Tool.ExpectAsync(0, "history", "--verbose");
        var one = await project.Tool.JsonAsync(0, "history", "003_prices");

        string[] lines = run.Output.TrimEnd().Split('\n');
        Assert.StartsWith("at (UTC)", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains("failed  ", StringComparison.Ordinal) && l.EndsWith("no such table: nowhere", StringComparison.Ordinal));
        Assert.Contains("completed (attempt 2)  003_prices", lines[^1], StringComparison.Ordinal);
        Assert.Contains($"{Environment.UserName}@{Environment.MachineName} pid ", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("released", run.Output, StringComparison.Ordinal);
        Assert.Contains("released", verbose.Output, StringComparison.Ordinal);
        Assert.Equal(["failed", "completed"], one.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task It_needs_no_migration_files_and_makes_no_database()
    {
        using var project = new Project();

        var run = await project.Tool.ExpectAsync(0, "history", "-u", "sqlite:none.db");

        Assert.EndsWith("none.db has no history.\n", run.Output, StringComparison.Ordinal);
        Assert.False(project.Exists("none.db"));
    }

    [Fact]
    public async Task It_writes_nothing_and_an_unknown_id_is_an_error()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        byte[] before = project.Bytes("app.db");

        var unknown = await project.Tool.ExpectAsync(2, "history", "009_none");
        await project.Tool.ExpectAsync(0, "history");

        Assert.Contains("knows no migration '009_none'", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(before, project.Bytes("app.db"));
    }
}
