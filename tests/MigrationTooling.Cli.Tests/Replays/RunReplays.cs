using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What up, down and redo say, each way out followed.</summary>
public sealed class RunReplays
{
    private const string Id = LongRun.Id;

    [Fact]
    public async Task A_failed_migration_is_mended_and_run_again()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration("003_next", "INSERT INTO nowhere VALUES (1);"));
        await scene.RunAsync(1, "up");

        scene.Project.Migration("003_next", "CREATE TABLE next (id INTEGER);");
        await scene.FollowAsync("UpRun.cs", "then: dotnet migrate up");

        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task An_interrupted_up_goes_on()
    {
        using var scene = await Scene.FreshAsync();
        await using (var run = await LongRun.StartAsync(scene.Project))
        {
            await InterruptAsync(scene, run);
        }

        scene.Project.Migration(Id, "CREATE TABLE long (n INTEGER);");
        await scene.FollowAsync("UpCommand.cs", "dotnet migrate up");

        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task An_interrupted_retry_goes_on()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration(Id, "INSERT INTO nowhere VALUES (1);"));
        await scene.RunAsync(1, "up");
        scene.Project.Migration(Id, "CREATE TABLE long (n INTEGER);\n" + LongRun.Statement);
        await using (var run = await LongRun.StartAsync(scene.Project, $"applying {Id} ", ["retry", Id]))
        {
            await InterruptAsync(scene, run);
        }

        scene.Project.Migration(Id, "CREATE TABLE long (n INTEGER);");
        await scene.FollowAsync("RetryCommand.cs", "dotnet migrate up");

        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task An_interrupted_recovery_goes_on()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration(Id, Units("INSERT INTO nowhere VALUES (1);")));
        await scene.RunAsync(1, "up");
        scene.Project.Migration(Id, Units(LongRun.Statement));
        await using (var run = await LongRun.StartAsync(scene.Project, $"applying {Id} ", ["recover"]))
        {
            await InterruptAsync(scene, run);
        }

        scene.Project.Migration(Id, Units("INSERT INTO long VALUES (1);"));
        await scene.FollowAsync("RecoverCommand.cs", "dotnet migrate recover");

        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task An_interrupted_down_goes_on()
    {
        // How long the statement takes is in the database, so that the script need not be edited.
        const string Slow = "INSERT INTO long WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < (SELECT n FROM pace)) SELECT count(*) FROM c;\nDROP TABLE long;";
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration(Id, "CREATE TABLE long (n INTEGER);", Slow));
        await scene.RunAsync(0, "up");
        scene.Sql("CREATE TABLE pace (n INTEGER); INSERT INTO pace VALUES (100000000000)");
        await using (var run = await LongRun.StartAsync(scene.Project, $"rolling back {Id} ", ["down"]))
        {
            await InterruptAsync(scene, run);
        }

        scene.Sql("UPDATE pace SET n = 1");
        await scene.FollowAsync("DownCommand.cs", "dotnet migrate down");

        Assert.DoesNotContain("long", DatabaseFile.Tables(scene.Project.At("app.db")));
    }

    [Fact]
    public async Task An_interrupted_redo_is_applied_by_up()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration(Id, "CREATE TABLE long (n INTEGER);", "DROP TABLE long;"));
        await scene.RunAsync(0, "up", "--disposable");
        scene.Project.Migration(Id, "CREATE TABLE long (n INTEGER);\n" + LongRun.Statement, "DROP TABLE long;");
        await using (var run = await LongRun.StartAsync(scene.Project, $"applying {Id} ", ["redo", "--disposable"]))
        {
            await InterruptAsync(scene, run);
        }

        scene.Project.Migration(Id, "CREATE TABLE long (n INTEGER);", "DROP TABLE long;");
        await scene.FollowAsync("RedoCommand.cs", "dotnet migrate up");

        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task A_runner_that_is_at_work_is_looked_at_by_status()
    {
        using var scene = await Scene.FreshAsync();
        await using var run = await LongRun.StartAsync(scene.Project);
        await scene.RunAsync(5, "up", "--wait", "0");

        var status = await scene.FollowAsync("MigratorExceptions.cs", "Run again when it is done");

        Assert.Contains($"is at work on {Id}", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_by_the_files_is_shown_whole_by_verify()
    {
        using var scene = await Scene.LockedAsync();
        scene.Do(p => p.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n"));

        await scene.RunAsync(3, "up");
        var verdict = await scene.FollowAsync("RunToEnd.cs", "shows the whole verdict", exit: 3);
        await scene.RunAsync(3, "script");
        await scene.FollowAsync("ScriptCommand.cs", "shows the whole verdict", exit: 3);

        Assert.Contains("MIG0001", verdict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_is_looked_up_by_status()
    {
        using var scene = await Scene.AppliedAsync();

        await scene.RunAsync(2, "up", "nowhere");
        await scene.FollowAsync("UpCommand.cs", "dotnet migrate status shows");
        await scene.RunAsync(2, "down", "nowhere");
        await scene.FollowAsync("RollbackGate.cs", "dotnet migrate status shows");
        await scene.RunAsync(2, "script", "nowhere");
        await scene.FollowAsync("ScriptRun.cs", "dotnet migrate status shows");
        await scene.RunAsync(2, "script", "--down", "nowhere");
        await scene.FollowAsync("DownScriptRun.cs", "dotnet migrate status shows");
        await scene.RunAsync(2, "history", "nowhere");
        await scene.FollowAsync("HistoryLook.cs", "dotnet migrate status shows");
        await scene.RunAsync(2, "restore-file", "nowhere");
        await scene.FollowAsync("TextsLook.cs", "dotnet migrate status shows");
        await scene.RunAsync(2, "resolve", "nowhere", "--as", "failed", "--reason", "x");
        await scene.FollowAsync("ResolveRun.cs", "dotnet migrate status shows");
    }

    [Fact]
    public async Task An_edited_file_of_an_applied_migration_is_written_back_or_applied_where_nothing_is_kept()
    {
        using var scene = await Scene.FreshAsync();
        await scene.RunAsync(0, "up", "--disposable");
        scene.Do(p => p.Migration("002_orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);", "DROP TABLE orders;").Migration("003_next", "SELECT 1;"));
        await scene.RunAsync(3, "up", "--disposable");
        using var successor = scene.Fork();
        using var again = scene.Fork();

        // It asks before it replaces the file.
        await scene.FollowAsync("IntegrityCheck.cs", "Write back what ran", 0, exit: 7);
        await scene.RunAsync(0, "restore-file", "002_orders", "--yes");
        await scene.RunAsync(0, "up", "--disposable");
        await successor.FollowAsync("IntegrityCheck.cs", "Write back what ran", 1, fill: "NAME=add_total");
        await again.FollowAsync("IntegrityCheck.cs", "Write back what ran", 2);

        Assert.Equal(["1"], again.Ask("SELECT CAST(count(*) AS TEXT) FROM pragma_table_info('orders') WHERE name = 'total'"));
    }

    [Fact]
    public async Task A_file_that_is_gone_comes_back_or_has_another_name_now()
    {
        using var scene = await Scene.FreshAsync();
        await scene.RunAsync(0, "up", "--no-lock-file");
        scene.Do(p => p.Delete("migrations/002_orders.up.sql").Delete("migrations/002_orders.down.sql").Migration("003_next", "SELECT 1;"));
        await scene.RunAsync(3, "up");
        using var renamed = scene.Fork().Do(p => p.Migration("002_purchases", "CREATE TABLE orders (id INTEGER PRIMARY KEY);"));

        await scene.FollowAsync("IntegrityCheck.cs", "what the database kept", 0);
        await renamed.FollowAsync("IntegrityCheck.cs", "what the database kept", 1, fill: "NEW=002_purchases");

        await scene.RunAsync(0, "up");
        Assert.Contains("alias=002_orders", renamed.Project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_statements_under_another_name_are_the_same_migration()
    {
        using var scene = await Scene.FreshAsync();
        await scene.RunAsync(0, "up", "--no-lock-file");
        scene.Do(p => p.Move("migrations/002_orders.up.sql", "migrations/002_purchases.up.sql").Move("migrations/002_orders.down.sql", "migrations/002_purchases.down.sql"));
        await scene.RunAsync(3, "up");

        await scene.FollowAsync("IntegrityCheck.cs", "Say that it is the same");

        await scene.RunAsync(0, "up");
        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task A_database_that_is_ahead_is_nothing_to_do_without_strict()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration("003_next", "SELECT 1;"));
        await scene.RunAsync(0, "up", "--no-lock-file");
        scene.Project.Delete("migrations/003_next.up.sql");
        await scene.RunAsync(3, "up", "--strict");

        await scene.FollowAsync("PlanGate.cs", "leave out --strict", typed: ["up"]);
    }

    [Fact]
    public async Task What_is_applied_and_not_locked_is_locked()
    {
        using var scene = await Scene.FreshAsync();

        await scene.RunAsync(0, "status");
        await scene.FollowAsync("StatusTable.cs", "* pending: dotnet migrate up");
        scene.Project.Migration("003_next", "SELECT 1;");
        await scene.RunAsync(0, "up", "--no-lock-file");
        await scene.FollowAsync("LockAfterRun.cs", "not locked yet");

        await scene.RunAsync(0, "lock", "--check");
    }

    private static string Units(string second) => $"BEGIN;\nCREATE TABLE long (n INTEGER);\nCOMMIT;\nBEGIN;\n{second}\nCOMMIT;";

    /// <summary>Twice Ctrl+C: the statement is cancelled and rolled back.</summary>
    private static async Task InterruptAsync(Scene scene, LongRun run)
    {
        await run.SignalAsync("INT");
        await run.SaysAsync("Ctrl+C again cancels it");
        await run.SignalAsync("INT");
        var end = scene.Saw(await run.EndAsync());
        Assert.Equal(130, end.ExitCode);
    }
}
