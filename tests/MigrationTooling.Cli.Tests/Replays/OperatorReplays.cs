using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Commands;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Sqlite;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What is said to the person who has to decide, each way out followed.</summary>
public sealed class OperatorReplays
{
    private const string Id = "003_units";

    [Fact]
    public async Task A_retry_that_is_none_is_answered_with_what_to_do()
    {
        using var scene = new Scene(await OperatorTests.PartlyAppliedAsync());

        await scene.RunAsync(2, "retry", "001_users");
        await scene.FollowAsync("RetrySelection.cs", "is applied; there is nothing to retry");
        OperatorTests.Mend(scene.Project);
        await scene.RunAsync(2, "retry", "004_next");
        await scene.FollowAsync("RetrySelection.cs", "was never begun here");

        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task A_retry_out_of_its_place_runs_all_up_to_it()
    {
        using var scene = new Scene(OperatorTests.Mend(await OperatorTests.PartlyAppliedAsync()));
        scene.Project.Migration("002_5_late", "CREATE TABLE late (id INTEGER);");
        await scene.RunAsync(2, "retry", Id);

        await scene.FollowAsync("RetrySelection.cs", "This runs all up to it");

        Assert.Equal(["completed"], State(scene));
    }

    [Fact]
    public async Task A_committed_unit_with_another_text_is_restored_or_decided()
    {
        using var scene = new Scene(await OperatorTests.PartlyAppliedAsync());
        string text = scene.Project.Read($"migrations/{Id}.up.sql");
        scene.Project.Write($"migrations/{Id}.up.sql", text.Replace("CREATE TABLE one (id INTEGER)", "CREATE TABLE one (id TEXT)", StringComparison.Ordinal));
        await scene.RunAsync(4, "up");
        using var completed = scene.Fork();
        using var pending = scene.Fork();

        OperatorTests.Mend(scene.Project);
        await scene.FollowAsync("PlanGate.cs", "which is committed, has another text now", 0);
        await completed.FollowAsync("PlanGate.cs", "which is committed, has another text now", 1);
        await pending.FollowAsync("PlanGate.cs", "which is committed, has another text now", 2);

        Assert.Equal(["completed"], State(scene));
        Assert.Equal(["completed"], State(completed));
        Assert.Equal(["pending"], State(pending));
        await completed.RunAsync(7, "resolve", Id, "--as", "completed", "--reason", "x");
    }

    [Fact]
    public async Task Committed_batches_of_another_statement_are_restored_or_decided()
    {
        const string Batch = "-- migrate:options batch:1\nUPDATE one SET id = id + 100 WHERE id IN (SELECT id FROM one WHERE id < 100 ORDER BY id DESC LIMIT 1);";
        using var scene = (await Scene.FreshAsync()).Do(p => p
            .Migration("002_5_one", "CREATE TABLE one (id INTEGER CHECK (id <> 101));\nINSERT INTO one VALUES (1), (2);")
            .Migration(Id, Batch));
        await scene.RunAsync(1, "up");
        scene.Project.Migration(Id, Batch.Replace("100 WHERE", "200 WHERE", StringComparison.Ordinal));
        Assert.Contains("does not go on by itself", (await scene.RunAsync(0, "status")).Output, StringComparison.Ordinal);
        await scene.RunAsync(4, "up");
        using var completed = scene.Fork();
        using var pending = scene.Fork();

        scene.Sql("UPDATE one SET id = 3 WHERE id = 1").Project.Migration(Id, Batch);
        await scene.FollowAsync("PlanGate.cs", "its statement has another text now", 0);
        await completed.FollowAsync("PlanGate.cs", "its statement has another text now", 1);
        await pending.FollowAsync("PlanGate.cs", "its statement has another text now", 2);

        Assert.Equal(["completed"], State(scene));
        Assert.Equal(["completed"], State(completed));
        Assert.Equal(["pending"], State(pending));
    }

    [Fact]
    public async Task What_was_recorded_by_hand_is_locked()
    {
        using var scene = await Scene.FreshAsync();
        scene.Sql("CREATE TABLE users (id INTEGER)");

        await scene.RunAsync(0, "baseline", "001_users");
        await scene.Fork().FollowAsync("LockAfterRun.cs", "not locked yet");
        await scene.RunAsync(0, "resolve", "002_orders", "--as", "completed", "--reason", "made by hand");
        await scene.FollowAsync("LockAfterRun.cs", "not locked yet");

        await scene.RunAsync(0, "lock", "--check");
        Assert.DoesNotContain("not locked", (await scene.RunAsync(0, "status")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_interrupted_and_goes_on_by_itself_is_said_so_and_goes_on()
    {
        using var scene = new Scene(await OperatorTests.PartlyAppliedAsync());
        Assert.True((await scene.Project.Tool.JsonAsync(4, "status", "--check")).GetProperty("migrations")[2].GetProperty("resumes").GetBoolean());
        scene.Project.Migration(Id, "CREATE TABLE other (id INTEGER);");
        Assert.False((await scene.Project.Tool.JsonAsync(0, "status")).GetProperty("migrations")[2].GetProperty("resumes").GetBoolean());
        await scene.RunAsync(0, "status");
        await scene.FollowAsync("StatusTable.cs", "does not go on by itself", exit: 4);
        OperatorTests.Mend(scene.Project);
        await scene.RunAsync(0, "status");

        await scene.FollowAsync("StatusTable.cs", "goes on by itself");

        Assert.Equal(["completed"], State(scene));
    }

    [Fact]
    public async Task A_file_that_does_not_say_which_units_are_committed_is_decided()
    {
        using var scene = new Scene(await OperatorTests.PartlyAppliedAsync());
        scene.Project.Migration(Id, "CREATE TABLE other (id INTEGER);");
        await scene.RunAsync(7, "resolve", Id, "--as", "failed", "--reason", "x");
        using var pending = scene.Fork();

        await scene.FollowAsync("Resolver.cs", "its file does not say any more which they are", 0);
        await pending.FollowAsync("Resolver.cs", "its file does not say any more which they are", 1);

        Assert.Equal(["completed"], State(scene));
        Assert.Equal(["pending"], State(pending));
    }

    [Fact]
    public async Task A_lost_session_is_decided()
    {
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration(
            Id, "BEGIN;\nCREATE TEMP TABLE kept (id INTEGER);\nCREATE TABLE one (id INTEGER);\nCOMMIT;\nBEGIN;\nINSERT INTO kept VALUES (1);\nINSERT INTO nowhere SELECT * FROM kept;\nCOMMIT;"));
        await scene.RunAsync(1, "up");
        await scene.RunAsync(4, "up");
        using var pending = scene.Fork();

        await scene.FollowAsync("PlanGate.cs", "which ended with its connection", 0);
        await pending.FollowAsync("PlanGate.cs", "which ended with its connection", 1);

        Assert.Equal(["completed"], State(scene));
        Assert.Equal(["pending"], State(pending));
    }

    [Fact]
    public async Task What_nobody_knows_is_decided_in_three_ways()
    {
        using var scene = new Scene(OperatorTests.Mend(await OperatorTests.PartlyAppliedAsync()));
        scene.Sql("UPDATE __migrations SET statements_done = 2 WHERE id = '003_units'");
        await scene.RunAsync(4, "up");
        using var pending = scene.Fork();
        using var failed = scene.Fork();

        await scene.FollowAsync("PlanGate.cs", "of its statements may be kept or not", 0);
        await pending.FollowAsync("PlanGate.cs", "of its statements may be kept or not", 1);
        await failed.FollowAsync("PlanGate.cs", "of its statements may be kept or not", 2);

        Assert.Equal(["completed"], State(scene));
        Assert.Equal(["pending"], State(pending));
        await failed.RunAsync(0, "up");
        Assert.Equal(["completed"], State(failed));
    }

    [Fact]
    public async Task A_half_applied_migration_whose_file_is_gone_is_recovered_or_decided()
    {
        using var scene = new Scene(await OperatorTests.PartlyAppliedAsync());
        scene.Project.Delete($"migrations/{Id}.up.sql");
        await scene.RunAsync(4, "up");
        using var completed = scene.Fork();
        using var pending = scene.Fork();

        OperatorTests.Mend(scene.Project);
        await scene.FollowAsync("Planner.cs", "Restore the file from version control, then", 0);
        await completed.FollowAsync("Planner.cs", "Restore the file from version control, then", 1);
        await pending.FollowAsync("Planner.cs", "Restore the file from version control, then", 2);

        Assert.Equal(["completed"], State(scene));
        Assert.Equal(["completed"], State(completed));
        Assert.Equal(["pending"], State(pending));
    }

    [Fact]
    public async Task A_baseline_over_a_begun_migration_waits_until_that_is_ended()
    {
        using var scene = new Scene(OperatorTests.Mend(await OperatorTests.PartlyAppliedAsync()));
        await scene.RunAsync(7, "baseline");
        using var completed = scene.Fork();
        using var pending = scene.Fork();

        await scene.FollowAsync("BaselinePlanner.cs", "End it first", 0);
        await completed.FollowAsync("BaselinePlanner.cs", "End it first", 1);
        await pending.FollowAsync("BaselinePlanner.cs", "End it first", 2);

        foreach (var each in (Scene[])[scene, completed, pending])
        {
            await each.RunAsync(0, "baseline");
            await each.RunAsync(0, "status", "--check");
        }
    }

    [Fact]
    public async Task A_word_that_makes_no_sense_is_answered_with_one_that_does()
    {
        using var scene = new Scene(await OperatorTests.PartlyAppliedAsync());

        await scene.RunAsync(7, "resolve", "004_next", "--as", "failed", "--reason", "x");
        await scene.FollowAsync("Resolver.cs", "only an attempt that did not end can have failed. ⇒ dotnet migrate status");
        await scene.RunAsync(7, "resolve", "004_next", "--as", "pending", "--reason", "x");
        await scene.FollowAsync("Resolver.cs", "already.");
        await scene.RunAsync(7, "resolve", "002_orders", "--as", "failed", "--reason", "x");
        await scene.FollowAsync("Resolver.cs", "If nothing of it is in the database", exit: 7);
        await scene.RunAsync(2, "resolve", Id);
        await scene.Fork().FollowAsync("ResolveCommand.cs", "⇒ dotnet migrate resolve ID --as completed", fill: "ID=" + Id);
        await scene.RunAsync(2, "resolve", Id, "--as", "pending");
        await scene.FollowAsync("ResolveCommand.cs", "A decision needs its reason", fill: "ID=" + Id);

        Assert.Equal(["pending"], State(scene));
    }

    [Fact]
    public async Task Where_there_is_no_history_a_baseline_makes_one()
    {
        using var scene = await Scene.FreshAsync();
        scene.Sql("CREATE TABLE users (id INTEGER)");
        await scene.RunAsync(7, "resolve", "001_users", "--as", "completed", "--reason", "x");

        await scene.FollowAsync("ResolveRun.cs", "has no history");

        Assert.Equal(["001_users"], scene.Ask("SELECT id FROM __migrations"));
    }

    [Fact]
    public async Task What_a_dead_owner_left_is_recovered()
    {
        using var scene = new Scene(OperatorTests.Mend(await OperatorTests.PartlyAppliedAsync()));
        OperatorTests.Kill(scene.Project);
        await scene.RunAsync(0, "unlock");

        await scene.FollowAsync("UnlockCommand.cs", "did not end");

        Assert.Equal(["completed"], State(scene));
    }

    /// <summary>The tool asks before; a program that uses the library is told.</summary>
    [Fact]
    public async Task What_the_library_refuses_is_done_with_the_tool()
    {
        using var fresh = await Scene.FreshAsync();
        Say(fresh, await Assert.ThrowsAsync<RefusedException>(() => Migrator(fresh).BaselineAsync()));
        await fresh.Fork().FollowAsync("BaselineRun.cs", "On a fresh database run them", 0);
        await fresh.FollowAsync("BaselineRun.cs", "On a fresh database run them", 1);

        using var applied = await Scene.AppliedAsync();
        Say(applied, await Assert.ThrowsAsync<RefusedException>(() => Migrator(applied).ResolveAsync(new ResolveRequest("002_orders", MigrationState.Pending, "x"))));
        await applied.FollowAsync("ResolveRun.cs", "If that is meant");
        Say(applied, await Assert.ThrowsAsync<UsageException>(() => Migrator(applied).UpAsync(new UpRequest { Target = "nowhere" })));
        await applied.FollowAsync("PlanGate.cs", "dotnet migrate status shows");

        Assert.Equal(["completed", "completed"], fresh.Ask("SELECT state FROM __migrations"));
        Assert.Equal(["pending"], applied.Ask("SELECT state FROM __migrations WHERE id = '002_orders'"));
    }

    private static Migrator Migrator(Scene scene)
    {
        // The test's own look chooses SQLite's library; a provider that comes first would have chosen another.
        _ = DatabaseFile.Tables(scene.Project.At("app.db"));
        return new(
            new MigrationManifest("Migrations", Dialect.Sqlite, [.. scene.Project.Migrations().Where(f => f.EndsWith(".up.sql", StringComparison.Ordinal)).Select(Migration)]),
            new SqliteProvider($"Data Source={scene.Project.At("app.db")}"));
    }

    private static Migration Migration(string file)
    {
        string id = file[..^".up.sql".Length];
        var script = new MigrationScript(Direction.Up, null, file, TextPlace.Start, 9, "h1", "s1", MigrationOptions.Default, () => new StringReader("SELECT 1;"));
        return new Migration(id, new MigrationVersion([id[..3]]), id[4..], MigrationOptions.Default, false, [], [script]);
    }

    private static void Say(Scene scene, MigratorException e) => scene.Saw(new ProcessRun((int)e.Kind, "", e.Message + "\n" + e.NextStep));

    private static System.Collections.Generic.IReadOnlyList<string> State(Scene scene) => scene.Ask($"SELECT state FROM __migrations WHERE id = '{Id}'");
}
