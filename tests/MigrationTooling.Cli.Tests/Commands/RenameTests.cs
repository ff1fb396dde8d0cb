using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class RenameTests
{
    private static readonly string[] Renamed = ["001_people.down.sql", "001_people.up.sql", "002_orders.down.sql", "002_orders.up.sql"];

    [Fact]
    public async Task It_renames_every_file_of_the_migration_and_keeps_the_alias()
    {
        using var project = await Project.LockedAsync();

        var run = await project.Tool.ExpectAsync(0, "rename", "001_users", "001_people");

        Assert.Equal("renamed 001_users to 001_people\n", run.Output);
        Assert.Equal(Renamed, project.Migrations());
        Assert.Contains("alias=001_users", project.Lock, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "lock", "--check", "--against", "main");
    }

    [Fact]
    public async Task A_rename_done_by_hand_is_accepted()
    {
        using var project = await Project.LockedAsync();
        project.Move("migrations/001_users.up.sql", "migrations/001_people.up.sql").Move("migrations/001_users.down.sql", "migrations/001_people.down.sql");
        await project.Tool.ExpectAsync(3, "verify", "--offline");

        await project.Tool.ExpectAsync(0, "rename", "001_users", "001_people");

        Assert.Equal(Renamed, project.Migrations());
        await project.Tool.ExpectAsync(0, "verify", "--offline");
    }

    [Fact]
    public async Task Where_only_the_up_script_was_renamed_by_hand_the_down_script_goes_along()
    {
        using var project = await Project.LockedAsync();
        project.Move("migrations/001_users.up.sql", "migrations/001_people.up.sql");

        await project.Tool.ExpectAsync(0, "rename", "001_users", "001_people");

        Assert.Equal(Renamed, project.Migrations());
        await project.Tool.ExpectAsync(0, "verify", "--offline");
    }

    [Fact]
    public async Task A_folder_layout_renames_the_folder()
    {
        using var project = new Project();
        project.Write("migrations/001_users/up.sql", "CREATE TABLE users (id INTEGER);\n").Write("migrations/001_users/down.sql", "DROP TABLE users;\n");
        await project.Tool.ExpectAsync(0, "lock");

        await project.Tool.ExpectAsync(0, "rename", "001_users", "001_people");

        Assert.Equal(["001_people/down.sql", "001_people/up.sql"], project.Migrations());
        Assert.False(project.Exists("migrations/001_users"));
    }

    [Fact]
    public async Task Another_place_in_the_order_needs_reorder_and_touches_nothing_without_it()
    {
        using var project = await Project.LockedAsync();
        string before = project.Lock;

        var run = await project.Tool.ExpectAsync(3, "rename", "001_users", "009_users");

        Assert.Contains("--reorder", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, project.Lock);
        Assert.Contains("001_users.up.sql", project.Migrations());

        await project.Tool.ExpectAsync(0, "rename", "001_users", "009_users", "--reorder");
        Assert.Contains("009_users.up.sql", project.Migrations());
        await project.Tool.ExpectAsync(0, "verify", "--offline");
    }

    [Fact]
    public async Task A_migration_that_failed_under_its_old_name_goes_on_in_the_same_row()
    {
        using var project = await Project.LockedAsync();
        project.Write("migrate.json", "{ \"url\": \"sqlite:app.db\" }");
        DatabaseFile.Execute(project.At("app.db"), "CREATE TABLE orders (id INTEGER)");
        await project.Tool.ExpectAsync(1, "up");
        await project.Tool.ExpectAsync(0, "rename", "002_orders", "002_purchases");
        DatabaseFile.Execute(project.At("app.db"), "DROP TABLE orders");

        await project.Tool.ExpectAsync(0, "up");

        Assert.Equal(["001_users completed 1 ", "002_purchases completed 2 002_orders"], DatabaseFile.Query(project.At("app.db"), "SELECT id || ' ' || state || ' ' || attempt || ' ' || former_ids FROM __migrations ORDER BY sequence"));
        await project.Tool.ExpectAsync(0, "status", "--check");
        Assert.Contains("renamed", (await project.Tool.ExpectAsync(0, "history", "002_purchases")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_locked_is_just_renamed()
    {
        using var project = await Project.LockedAsync();
        project.Migration("003_prices", "SELECT 1;");
        string before = project.Lock;

        await project.Tool.ExpectAsync(0, "rename", "003_prices", "004_price_list");

        Assert.Contains("004_price_list.up.sql", project.Migrations());
        Assert.Equal(before, project.Lock);
    }

    [Theory]
    [InlineData("001_users", "people", 2, "is no migration id")]
    [InlineData("001_users", "001_people.up", 2, "is no migration id")]
    [InlineData("001_users", "../001_people", 2, "is no migration id")]
    [InlineData("001_users", "002_orders", 7, "Both 001_users and 002_orders have files")]
    [InlineData("001_users", "002_people", 2, "002_orders")]
    [InlineData("009_nothing", "010_something", 2, "009_nothing")]
    public async Task A_rename_that_makes_no_sense_is_refused_and_touches_nothing(string from, string to, int exitCode, string message)
    {
        using var project = await Project.LockedAsync();
        string before = project.Lock;
        string[] files = project.Migrations();

        var run = await project.Tool.ExpectAsync(exitCode, "rename", from, to);

        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, project.Lock);
        Assert.Equal(files, project.Migrations());
    }

    [Fact]
    public async Task A_retired_name_is_never_given_again()
    {
        using var project = await Project.LockedAsync();
        await project.Tool.ExpectAsync(0, "rename", "001_users", "001_people");

        var run = await project.Tool.ExpectAsync(3, "rename", "002_orders", "001_users", "--reorder");

        Assert.Contains("MIG0011", run.Output, StringComparison.Ordinal);
        Assert.Equal(Renamed, project.Migrations());
    }

    [Fact]
    public async Task Ids_with_spaces_and_Unicode_are_renamed_like_all_others()
    {
        using var project = new Project();
        project.Migration("001_größe ändern", "SELECT 1;");
        await project.Tool.ExpectAsync(0, "lock");
        project.Move("migrations/001_größe ändern.up.sql", "migrations/001_größe ändern, 100%.up.sql");

        await project.Tool.ExpectAsync(0, "rename", "001_größe ändern", "001_größe ändern, 100%");

        await project.Tool.ExpectAsync(0, "verify", "--offline");
    }
}
