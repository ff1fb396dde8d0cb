using System;
using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What is said of databases that can't be used as they are, and of scripts for the shell, each way out followed.</summary>
public sealed class DatabaseReplays
{
    [Fact]
    public async Task A_file_that_is_no_database_is_explained()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Write("app.db", "I am a letter, not a database. I am a letter, not a database."));
        await scene.RunAsync(6, "up");

        var page = await scene.FollowAsync("FaultTranslation.cs", "Check the URL: dotnet migrate explain");

        Assert.StartsWith("# MIG0502", page.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_writers_journal_is_rolled_back_by_recover()
    {
        using var scene = await Scene.AppliedAsync();
        HotJournal.Leave(scene.Project);

        using (var status = scene.Fork())
        {
            var document = await status.Project.Tool.JsonAsync(6, "status");
            Assert.Equal("MIG0518", document.GetProperty("findings")[0].GetProperty("rule").GetString());
            Assert.StartsWith("# MIG0518", (await status.RunAsync(0, "explain", "MIG0518")).Output, StringComparison.Ordinal);
            await status.RunAsync(6, "status");
            await status.FollowAsync("FaultTranslation.cs", "holds the journal");
            await status.RunAsync(0, "status", "--check");
        }

        using (var down = scene.Fork())
        {
            await down.RunAsync(6, "down", "--dry-run");
            await down.FollowAsync("FaultTranslation.cs", "holds the journal");
            await down.RunAsync(0, "down", "--dry-run");
        }

        await scene.RunAsync(6, "up", "--dry-run");
        await scene.FollowAsync("FaultTranslation.cs", "holds the journal");
        await scene.RunAsync(0, "up", "--dry-run");
    }

    [Fact]
    public async Task A_name_that_another_table_has_gets_another()
    {
        using var scene = await Scene.FreshAsync();
        scene.Sql("CREATE TABLE __migrations (letter TEXT)");
        await scene.RunAsync(2, "up");

        await scene.FollowAsync("FaultTranslation.cs", "Choose another name", fill: "NAME=our_history");

        Assert.Equal(["2"], scene.Ask("SELECT CAST(count(*) AS TEXT) FROM our_history"));
    }

    [Fact]
    public async Task A_database_whose_pages_are_torn_is_looked_at_by_status()
    {
        using var scene = await Scene.AppliedAsync();
        byte[] torn = scene.Project.Bytes("app.db");
        scene.Project.Migration("003_next", "SELECT 1;");
        int rows = int.Parse(scene.Ask("SELECT CAST(rootpage AS TEXT) FROM sqlite_master WHERE name = '__migrations'")[0], System.Globalization.CultureInfo.InvariantCulture);
        Array.Fill(torn, (byte)0xAB, (rows - 1) * 4096, 4096);
        await File.WriteAllBytesAsync(scene.Project.At("app.db"), torn);
        await scene.RunAsync(6, "up");

        // It is as torn for status, and says so again.
        await scene.FollowAsync("FaultTranslation.cs", "FaultTranslation.cs: *: **. ⇒ dotnet migrate status", exit: 6);
    }

    [Fact]
    public async Task A_script_that_is_run_twice_refuses_itself_and_status_says_why()
    {
        using var scene = await Scene.FreshAsync();
        string sql = (await scene.RunAsync(0, "script", "--offline")).Output;
        await scene.FollowAsync("ScriptCommand.cs", "locking is up to you");
        await SqliteShell.DoneAsync(scene.Project, "app.db", sql);
        scene.Saw(await SqliteShell.RunAsync(scene.Project, "app.db", sql));

        await scene.FollowAsync("SqliteScriptWriter.cs", "the history is not as this script expects it");
        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task A_script_under_which_somebody_else_became_the_owner_refuses_its_rest_and_status_says_where_it_stands()
    {
        using var scene = await Scene.FreshAsync();
        string sql = (await scene.RunAsync(0, "script")).Output;
        int unit = sql.LastIndexOf("BEGIN", sql.IndexOf("CREATE TABLE orders", StringComparison.Ordinal), StringComparison.Ordinal);
        scene.Saw(await SqliteShell.RunAsync(scene.Project, "app.db", sql.Insert(unit, "UPDATE __migrations_owner SET token = token + 1;\n")));

        var status = await scene.FollowAsync("SqliteScriptWriter.cs", "another runner took over this database");

        Assert.Contains("001_users", status.Output, StringComparison.Ordinal);
        await scene.RunAsync(0, "up");
    }

    [Fact]
    public async Task Migrations_that_change_the_session_get_a_script_each()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration("003_a", "PRAGMA recursive_triggers = 1;\nCREATE TABLE a (id INTEGER);", "PRAGMA recursive_triggers = 1;\nDROP TABLE a;").Migration("004_b", "CREATE TABLE b (id INTEGER);", "PRAGMA recursive_triggers = 1;\nDROP TABLE b;"));
        await scene.RunAsync(7, "script");

        await RunScriptAsync(scene, await scene.FollowAsync("ScriptRun.cs", "and dotnet migrate script", 0));
        await RunScriptAsync(scene, await scene.FollowAsync("ScriptRun.cs", "and dotnet migrate script", 1));
        await scene.RunAsync(0, "status", "--check");
        await scene.RunAsync(7, "script", "--down");
        await RunScriptAsync(scene, await scene.FollowAsync("DownScriptRun.cs", "and dotnet migrate script", 0));
    }

    [Fact]
    public async Task Going_down_each_session_gets_a_script_of_its_own()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration("003_a", "CREATE TABLE a (id INTEGER);", "PRAGMA recursive_triggers = 1;\nDROP TABLE a;"));
        await scene.RunAsync(0, "up");
        await scene.RunAsync(7, "script", "--down");

        await RunScriptAsync(scene, await scene.FollowAsync("DownScriptRun.cs", "and dotnet migrate script", 0));
        await RunScriptAsync(scene, await scene.FollowAsync("DownScriptRun.cs", "and dotnet migrate script", 1));

        Assert.Equal(["rolled_back"], scene.Ask("SELECT DISTINCT state FROM __migrations"));
    }

    [Fact]
    public async Task A_migration_in_batches_is_run_by_up_and_not_by_a_script()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration("003_totals", "-- migrate:options batch:10\nUPDATE orders SET user_id = 0 WHERE user_id > 0;"));
        await scene.RunAsync(7, "script");

        await scene.FollowAsync("ScriptPlanning.cs", "Write the scripts before and behind it");

        await scene.RunAsync(0, "status", "--check");
    }

    private static Task RunScriptAsync(Scene scene, ProcessRun written) => SqliteShell.DoneAsync(scene.Project, "app.db", written.Output);
}
