using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What the guard says of files that are not as they were locked, each way out followed to its end.</summary>
public sealed class GuardReplays
{
    private const string Users = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);";
    private const string Edited = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER);";

    [Fact]
    public async Task A_changed_migration_is_accepted_or_gets_a_successor()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Migration("001_users", Edited, "DROP TABLE users;"));
        await scene.RunAsync(3, "verify");
        using var successor = scene.Fork();

        await successor.FollowAsync("ChangeRules.cs", "this statement is not in the locked text", 0, fill: "NAME=add_age");
        await scene.FollowAsync("ChangeRules.cs", "this statement is not in the locked text", 1);

        Assert.Contains(successor.Project.Migrations(), m => m.Contains("add_age", StringComparison.Ordinal));
        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task Changed_options_are_accepted_or_get_a_successor()
    {
        const string Text = "CREATE TABLE a (id INTEGER);\n-- migrate:down\nDROP TABLE a;\n";
        using var scene = new Scene(new Project().Write("migrations/001_a.sql", "-- migrate:up\n" + Text));
        await scene.RunAsync(0, "lock");
        scene.Project.Write("migrations/001_a.sql", "-- migrate:up transaction:false\n" + Text);
        await scene.RunAsync(3, "verify", "--offline");
        using var successor = scene.Fork();

        await successor.FollowAsync("ChangeRules.cs", "but not the options", 0, fill: "NAME=add_b");
        await scene.FollowAsync("ChangeRules.cs", "but not the options", 1);

        Assert.Equal(2, successor.Project.Migrations().Length);
        await scene.RunAsync(0, "verify", "--offline");
    }

    [Fact]
    public async Task A_script_added_for_a_dialect_is_accepted_or_gets_a_successor()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Write("migrations/001_users.sqlite.up.sql", Edited + "\n"));
        await scene.RunAsync(3, "verify");
        using var successor = scene.Fork();

        await successor.FollowAsync("ChangeRules.cs", "script is new", 0, fill: "NAME=add_age");
        await scene.FollowAsync("ChangeRules.cs", "script is new", 1);

        Assert.Contains(successor.Project.Migrations(), m => m.Contains("add_age", StringComparison.Ordinal));
        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task Formatting_is_stamped_anew()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Append("migrations/001_users.up.sql", "-- a comment\n"));
        await scene.RunAsync(0, "verify");

        await scene.FollowAsync("ChangeRules.cs", "Only comments or formatting");

        Assert.DoesNotContain("MIG0008", (await scene.RunAsync(0, "verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_down_script_is_accepted()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Write("migrations/001_users.down.sql", "DROP TABLE IF EXISTS users;\n"));
        await scene.RunAsync(0, "verify");

        await scene.FollowAsync("ChangeRules.cs", "The down script of");

        Assert.DoesNotContain("MIG0009", (await scene.RunAsync(0, "verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renamed_migration_is_accepted_under_its_new_name()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => Move(p, "002_orders", "002_purchases"));
        await scene.RunAsync(3, "verify");

        await scene.FollowAsync("GoneRules.cs", "dotnet migrate rename * **");

        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task A_rename_that_changes_the_order_is_accepted_on_purpose()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => Move(p, "001_users", "003_users"));
        await scene.RunAsync(3, "verify");

        await scene.FollowAsync("GoneRules.cs", " --reorder", typed: ["rename", "001_users", "003_users", "--reorder"]);

        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task A_migration_renamed_and_changed_is_accepted_in_two_steps()
    {
        using var scene = (await Scene.LockedAsync()).Do(p =>
        {
            Move(p, "001_users", "001_people");
            p.Write("migrations/001_people.up.sql", Users + "\nCREATE INDEX i ON users(name);\n");
        });
        await scene.RunAsync(3, "verify");

        await scene.FollowAsync("GoneRules.cs", "dotnet migrate rename * **");
        await scene.FollowAsync("GoneRules.cs", "and then the edit");

        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task Of_several_files_that_a_gone_one_may_have_become_one_is_named()
    {
        using var scene = (await Scene.LockedAsync()).Do(p =>
        {
            Move(p, "002_orders", "003_a");
            p.Write("migrations/004_b.up.sql", p.Read("migrations/003_a.up.sql"));
        });
        await scene.RunAsync(3, "verify");

        await scene.FollowAsync("GoneRules.cs", "say which it is", fill: "NEW=003_a");

        Assert.DoesNotContain("MIG0004", (await scene.Project.Tool.RunAsync("verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrations_without_a_lock_are_frozen()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Delete("migrations/migrations.lock"));
        await scene.RunAsync(0, "verify");

        await scene.FollowAsync("Judge.cs", "commit the file");

        Assert.Contains("001_users", scene.Project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_slips_in_before_locked_ones_is_accepted_as_a_hotfix()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Migration("001_1_hotfix", "CREATE TABLE fix (id INTEGER);"));
        await scene.RunAsync(3, "verify");

        await scene.FollowAsync("OrderRules.cs", "as a hotfix");

        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task A_line_out_of_order_is_put_in_order_by_rebase_or_accepted()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Migration("010_fix", "CREATE TABLE fix (id INTEGER);", "DROP TABLE fix;"));
        await scene.Project.Git.DoneAsync("switch", "--quiet", "--create", "feature");
        await scene.RunAsync(0, "lock");
        scene.Do(p => Move(p, "010_fix", "001_5_fix").Write("migrations/migrations.lock", p.Lock.Replace("010_fix", "001_5_fix", StringComparison.Ordinal)));
        await scene.RunAsync(3, "verify");
        using var accepted = scene.Fork();

        await scene.FollowAsync("OrderRules.cs", "where only this branch has it", 0);
        await accepted.FollowAsync("OrderRules.cs", "where only this branch has it", 1);

        await scene.RunAsync(0, "verify");
        await accepted.RunAsync(0, "verify");
    }

    private static Project Move(Project project, string from, string to) => project
        .Move($"migrations/{from}.up.sql", $"migrations/{to}.up.sql")
        .Move($"migrations/{from}.down.sql", $"migrations/{to}.down.sql");
}
