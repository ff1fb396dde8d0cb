using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What is said of command lines, settings and places, each way out followed.</summary>
public sealed class SettingsReplays
{
    [Fact]
    public async Task What_is_mistyped_is_found_in_the_help()
    {
        using var scene = await Scene.FreshAsync();

        await scene.RunAsync(2, "migrateup");
        Assert.Contains("Commands:", (await scene.FollowAsync("CommandHost.cs", "lists the commands")).Output, StringComparison.Ordinal);
        await scene.RunAsync(2, "up", "--stepps", "1");
        Assert.Contains("--steps", (await scene.FollowAsync("CommandHost.cs", "shows what it takes")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_init_left_to_do_is_done()
    {
        using var empty = new Scene(new Project());
        await empty.RunAsync(0, "init");
        await empty.FollowAsync("InitCommand.cs", "Write the first migration", fill: "NAME=add_users");
        Assert.Single(empty.Project.Migrations(), m => m.EndsWith("up.sql", StringComparison.Ordinal));

        using var full = new Scene(new Project().Migration("001_users", "CREATE TABLE users (id INTEGER);"));
        await full.RunAsync(0, "init");
        await full.FollowAsync("InitCommand.cs", "Freeze the migrations that are there");
        await full.RunAsync(0, "lock", "--check");
    }

    [Fact]
    public async Task A_missing_directory_is_made_or_named()
    {
        using var scene = new Scene(new Project().Folder("sql"));
        scene.Project.Write("sql/001_users.up.sql", "CREATE TABLE users (id INTEGER);");

        await scene.RunAsync(2, "verify", "--offline");
        await scene.FollowAsync("MigrationsDirectorySearch.cs", "Create it with", 1, typed: ["verify", "--offline", "--migrations-dir", "sql"]);
        await scene.Fork().FollowAsync("MigrationsDirectorySearch.cs", "Create it with", 0);
        await scene.RunAsync(2, "verify", "--offline", "-m", "nowhere");
        await scene.FollowAsync("Settings.cs", "Name the right one", 0, typed: ["verify", "--offline", "--migrations-dir", "sql"]);
        await scene.FollowAsync("Settings.cs", "Name the right one", 1);
    }

    [Fact]
    public async Task An_empty_directory_gets_its_first_migration_or_another_one_is_named()
    {
        using var scene = new Scene(new Project().Folder("migrations").Write("sql/001_users.up.sql", "CREATE TABLE users (id INTEGER);"));
        await scene.RunAsync(2, "verify", "--offline");

        await scene.FollowAsync("MigrationFolder.cs", "Write the first migration", 1, typed: ["verify", "--offline", "--migrations-dir", "sql"]);
        await scene.FollowAsync("MigrationFolder.cs", "Write the first migration", 0, fill: "NAME=add_prices");

        await scene.RunAsync(2, "add", "1");
        await scene.FollowAsync("MigrationName.cs", "Say what the migration does");
        Assert.Equal(4, scene.Project.Migrations().Length);
    }

    [Fact]
    public async Task Of_several_directories_one_is_chosen()
    {
        using var scene = new Scene(new Project().Write("a/migrations/001_a.up.sql", "SELECT 1;").Write("b/migrations/001_b.up.sql", "SELECT 1;"));
        await scene.RunAsync(2, "verify", "--offline");

        await scene.FollowAsync("MigrationsDirectorySearch.cs", "Choose one with", typed: ["verify", "--offline", "--migrations-dir", "a/migrations"]);
    }

    [Fact]
    public async Task Without_a_database_one_is_named_or_written_down()
    {
        using var scene = new Scene(new Project().Migration("001_users", "CREATE TABLE users (id INTEGER);"));
        await scene.RunAsync(2, "up");

        await scene.Fork().FollowAsync("DatabaseSearch.cs", "No database is configured", 0, typed: ["up", "--database-url", "sqlite:app.db"]);
        await scene.FollowAsync("DatabaseSearch.cs", "No database is configured", 1);

        await scene.RunAsync(0, "up");
    }

    [Fact]
    public async Task Of_several_databases_one_is_chosen()
    {
        using var scene = await Scene.FreshAsync();

        scene.Project.Write("migrate.json", "{ \"environments\": { \"live\": { \"url\": \"sqlite:app.db\" }, \"test\": { \"url\": \"sqlite:test.db\" } } }");
        await scene.RunAsync(2, "up");
        await scene.FollowAsync("DatabaseSearch.cs", "Choose one with --environment", typed: ["up", "--environment", "live"]);
        scene.Project.Delete("migrate.json").Write("appsettings.json", "{ \"ConnectionStrings\": { \"Shop\": \"Data Source=app.db\", \"Log\": \"Data Source=log.db\" } }");
        await scene.RunAsync(2, "up");
        await scene.FollowAsync("DatabaseSearch.cs", "Choose one with --connection", fill: "NAME=Shop");
    }

    [Fact]
    public async Task Settings_that_can_not_be_read_are_passed_over_by_naming_the_database()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Delete("migrate.json").Write("appsettings.json", "{ not json"));
        await scene.RunAsync(2, "up");
        await scene.FollowAsync("ConnectionStrings.cs", "Mend the file", typed: ["up", "--database-url", "sqlite:app.db"]);

        scene.Project.Write("appsettings.json", "{}");
        using (var visitor = new Visitor(scene.Project.Path))
        {
            visitor.TakeAway("appsettings.json");
            scene.Saw(await visitor.ExpectAsync(2, "up"));
        }

        await scene.FollowAsync("ConnectionStrings.cs", "Name the database with", typed: ["up", "--database-url", "sqlite:app.db"]);
    }

    [Fact]
    public async Task A_verdict_in_numbers_is_shown_by_verify_and_a_log_names_the_page()
    {
        using var scene = await Scene.LockedAsync();

        await scene.RunAsync(0, "info");
        await scene.FollowAsync("InfoReport.cs", "verdict");
        scene.Project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");
        await scene.RunAsync(3, "verify", "--format", "sarif");
        var page = await scene.FollowAsync("SarifLog.cs", "dotnet migrate explain");

        Assert.StartsWith("# MIG", page.Output, StringComparison.Ordinal);
    }
}
