using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class LockFromDatabaseTests
{
    [Fact]
    public async Task A_lost_lock_comes_back_as_it_was_and_twice_changes_nothing()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        string before = project.Lock;
        project.Delete("migrations/migrations.lock").Migration("003_open", "SELECT 1;");

        var run = await project.Tool.ExpectAsync(0, "lock", "--from-database");
        var again = await project.Tool.ExpectAsync(0, "lock", "--from-database");

        Assert.Equal("locked 001_users\nlocked 002_orders\n", run.Output);
        Assert.Equal(before, project.Lock);
        Assert.Contains("is unchanged", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_what_ran_is_refused_and_the_way_out_works()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        project.Delete("migrations/migrations.lock").Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");

        var run = await project.Tool.ExpectAsync(3, "lock", "--from-database");
        Assert.Contains("dotnet migrate restore-file 001_users", run.Output, StringComparison.Ordinal);
        Assert.False(project.Exists("migrations/migrations.lock"));

        await project.Tool.ExpectAsync(0, "restore-file", "001_users", "--yes");
        await project.Tool.ExpectAsync(0, "lock", "--from-database");
        await project.Tool.ExpectAsync(0, "verify");
    }

    [Fact]
    public async Task A_lock_that_can_be_read_and_says_otherwise_stays()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "lock");
        string before = project.Lock;
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n").Move("migrations/migrations.lock", "kept.lock");
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        project.Move("kept.lock", "migrations/migrations.lock");

        var run = await project.Tool.ExpectAsync(3, "lock", "--from-database", "-y");

        Assert.Contains("MIG0001", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, project.Lock);
    }

    [Fact]
    public async Task A_broken_lock_is_replaced_only_where_that_is_said()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        string before = project.Lock;
        project.Write("migrations/migrations.lock", before[..^5]);

        await project.Tool.ExpectAsync(7, "lock", "--from-database");
        Assert.Equal(before[..^5], project.Lock);

        await project.Tool.ExpectAsync(0, "lock", "--from-database", "--yes");
        Assert.Equal(before, project.Lock);
    }

    [Fact]
    public async Task A_database_that_ran_nothing_freezes_nothing()
    {
        using var project = await UpTests.FreshAsync();

        await project.Tool.ExpectAsync(2, "lock", "--from-database");
        await project.Tool.ExpectAsync(2, "lock", "--from-database", "--refresh");

        Assert.False(project.Exists("app.db"));
    }
}
