using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What is said of rollbacks, each way out followed.</summary>
public sealed class RollbackReplays
{
    private const string Id = "003_two";
    private const string Up = "CREATE TABLE one (id INTEGER);\nCREATE TABLE two (id INTEGER);";

    [Fact]
    public async Task A_down_script_that_fails_is_mended_and_run_from_the_file()
    {
        using var scene = await AppliedAsync("DROP TABLE nowhere;");
        await scene.RunAsync(1, "down");

        scene.Project.Migration(Id, Up, "DROP TABLE two;\nDROP TABLE one;");
        await scene.FollowAsync("DownRun.cs", "*, then: dotnet migrate down --down-from file");

        Assert.Equal(["rolled_back"], State(scene));
    }

    [Fact]
    public async Task A_kept_down_text_that_fails_gets_its_cause_mended_or_another_script()
    {
        using var scene = await AppliedAsync("DROP TABLE two;\nDROP TABLE one;");
        scene.Sql("DROP TABLE one").Project.Delete($"migrations/{Id}.down.sql");
        await scene.RunAsync(1, "down");
        using var written = scene.Fork().Do(p => p.Write($"migrations/{Id}.down.sql", "DROP TABLE two;\n"));

        await scene.Sql("CREATE TABLE one (id INTEGER)").FollowAsync("DownRun.cs", "Mend the cause", 0);
        await written.FollowAsync("DownRun.cs", "Mend the cause", 1);

        Assert.Equal(["rolled_back"], State(scene));
        Assert.Equal(["rolled_back"], State(written));
    }

    [Fact]
    public async Task A_redo_whose_second_half_fails_is_ended_by_up()
    {
        using var scene = await AppliedAsync("DROP TABLE two;\nDROP TABLE one;", "--disposable");
        scene.Project.Migration(Id, "CREATE TABLE one (id INTEGER);\nINSERT INTO nowhere VALUES (1);", "DROP TABLE two;\nDROP TABLE one;");
        await scene.RunAsync(1, "redo", "--disposable");

        scene.Project.Migration(Id, Up, "DROP TABLE two;\nDROP TABLE one;");
        await scene.FollowAsync("DownRun.cs", "applying it again failed");

        Assert.Equal(["completed"], State(scene));
    }

    [Fact]
    public async Task What_changed_between_question_and_answer_is_looked_at_again()
    {
        using var scene = await Scene.AppliedAsync();
        await using var asked = await LongRun.StartAsync(scene.Project, "Take back 2 migrations", ["down", "--all"]);
        await scene.Project.Tool.ExpectAsync(0, "down");
        var run = scene.Saw(await asked.AnswerAsync("y"));
        Assert.Equal(7, run.ExitCode);

        var plan = await scene.FollowAsync("DownRun.cs", "What would be taken back is not what was agreed to");

        Assert.Contains("would take back 001_users", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_answered_or_is_protected_is_answered_by_yes()
    {
        using var scene = await Scene.AppliedAsync();

        await scene.RunAsync(7, "down", "--all");
        await scene.Fork().FollowAsync("Question.cs", "Where nobody can be asked");
        scene.Project.Write("migrate.json", "{ \"environments\": { \"live\": { \"url\": \"sqlite:app.db\", \"protected\": true } } }");
        await scene.RunAsync(7, "redo", "-e", "live");
        await scene.FollowAsync("RedoCommand.cs", "If that is meant");
        await scene.RunAsync(7, "down", "-e", "live");
        await scene.FollowAsync("DownCommand.cs", "If that is meant");
    }

    [Fact]
    public async Task Without_its_file_a_migration_is_only_taken_back()
    {
        using var scene = await AppliedAsync("DROP TABLE two;\nDROP TABLE one;", "--no-lock-file");
        scene.Do(p => p.Delete($"migrations/{Id}.up.sql").Delete($"migrations/{Id}.down.sql"));
        await scene.RunAsync(7, "redo");

        await scene.FollowAsync("RedoRun.cs", "Take it back only");

        Assert.Equal(["rolled_back"], State(scene));
    }

    [Fact]
    public async Task From_under_others_it_is_redone_once_they_are_taken_back()
    {
        using var scene = await Scene.AppliedAsync();
        await scene.RunAsync(7, "redo", "001_users");

        await scene.FollowAsync("Independence.cs", "Take back what came after it too", 0);
        await scene.FollowAsync("Independence.cs", "Take back what came after it too", 1);

        Assert.Equal(["completed", "rolled_back"], scene.Ask("SELECT state FROM __migrations ORDER BY id"));
    }

    [Fact]
    public async Task An_edited_down_is_chosen_by_its_source()
    {
        using var scene = await AppliedAsync("DROP TABLE two;\nDROP TABLE one;");
        scene.Project.Write($"migrations/{Id}.down.sql", "DROP TABLE two;\n");
        await scene.RunAsync(7, "down");
        using var kept = scene.Fork();

        await scene.FollowAsync("DownChoice.cs", "Say which one", 0);
        await kept.FollowAsync("DownChoice.cs", "Say which one", 1);

        Assert.Contains("one", DatabaseFile.Tables(scene.Project.At("app.db")));
        Assert.DoesNotContain("one", DatabaseFile.Tables(kept.Project.At("app.db")));
    }

    [Fact]
    public async Task A_source_that_has_nothing_is_left_out()
    {
        using var without = await AppliedAsync("DROP TABLE two;\nDROP TABLE one;");
        without.Project.Delete($"migrations/{Id}.down.sql");
        await without.RunAsync(7, "down", "--down-from", "file");
        await without.FollowAsync("DownChoice.cs", "Leave out --down-from file", typed: ["down"]);

        using var later = (await Scene.FreshAsync()).Do(p => p.Migration(Id, Up));
        await later.RunAsync(0, "up");
        later.Project.Migration(Id, Up, "DROP TABLE two;\nDROP TABLE one;");
        await later.RunAsync(7, "down", "--down-from", "history");
        await later.FollowAsync("DownChoice.cs", "Leave out --down-from history", typed: ["down"]);

        Assert.Equal(["rolled_back"], State(without));
        Assert.Equal(["rolled_back"], State(later));
    }

    [Fact]
    public async Task A_text_that_was_not_kept_is_run_from_the_file()
    {
        const string Unkept = "-- migrate:options store:false\n" + Up;
        const string Down = "DROP TABLE two;\nDROP TABLE one;";
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration(Id, Unkept, Down));
        await scene.RunAsync(0, "up");

        await scene.RunAsync(7, "down", "--down-from", "history");
        await scene.Fork().FollowAsync("RollbackTexts.cs", "Run the file's", typed: ["down", "--down-from", "file"]);
        scene.Project.Delete($"migrations/{Id}.down.sql");
        await scene.RunAsync(7, "down");
        scene.Project.Migration(Id, Unkept, Down);
        await scene.FollowAsync("RollbackTexts.cs", "Put its down script back into the migrations directory, then");

        Assert.Equal(["rolled_back"], State(scene));
    }

    [Fact]
    public async Task A_text_whose_secrets_were_masked_is_run_from_the_file()
    {
        const string Down = "DELETE FROM one WHERE url = 'postgresql://ada:s3cret@db/shop';\nDROP TABLE one;\nDROP TABLE two;";
        using var scene = (await Scene.FreshAsync()).Do(p => p.Migration(Id, "CREATE TABLE one (url TEXT);\nCREATE TABLE two (id INTEGER);", Down));
        await scene.RunAsync(0, "up");
        scene.Project.Delete($"migrations/{Id}.down.sql");
        await scene.RunAsync(7, "down");

        scene.Project.Write($"migrations/{Id}.down.sql", Down + "\n");
        await scene.FollowAsync("RollbackTexts.cs", "with the secrets written in");

        Assert.Equal(["rolled_back"], State(scene));
    }

    [Fact]
    public async Task From_under_a_migration_that_is_partly_applied_nothing_is_taken_back_before_it_is_ended()
    {
        using var scene = (await Scene.AppliedAsync()).Do(p => p.Migration(Id, "BEGIN;\nCREATE TABLE one (id INTEGER);\nCOMMIT;\nINSERT INTO nowhere VALUES (1);"));
        await scene.RunAsync(1, "up");
        await scene.RunAsync(4, "down");

        scene.Project.Migration(Id, "BEGIN;\nCREATE TABLE one (id INTEGER);\nCOMMIT;\nINSERT INTO one VALUES (1);");
        await scene.FollowAsync("RollbackPlanner.cs", "End it first");

        Assert.Equal(["completed"], State(scene));
    }

    [Fact]
    public async Task A_rollback_that_is_half_done_is_ended_by_down()
    {
        using var scene = (await HalfAsync("DROP TABLE elsewhere;")).Sql("CREATE TABLE elsewhere (id INTEGER)");

        await scene.RunAsync(4, "up");
        using (var first = scene.Fork())
        {
            await first.FollowAsync("RollbackRecovery.cs", "End it");
            Assert.Equal(["rolled_back"], State(first));
        }

        await scene.RunAsync(4, "script", "--down");
        using (var second = scene.Fork())
        {
            await second.FollowAsync("DownScriptRun.cs", "A rollback was begun");
            Assert.Equal(["rolled_back"], State(second));
        }

        await scene.RunAsync(2, "down", Id);
        await scene.FollowAsync("RollbackSelection.cs", "ends its rollback");
        Assert.Equal(["rolled_back"], State(scene));
    }

    [Fact]
    public async Task A_half_done_rollback_whose_committed_unit_was_edited_is_restored_or_decided()
    {
        using var scene = await HalfAsync("DROP TABLE nowhere;");
        scene.Project.Migration(Id, Up, Blocks("DROP TABLE one;").Replace("DROP TABLE two", "DROP TABLE IF EXISTS two", StringComparison.Ordinal));
        await scene.RunAsync(4, "down", "--down-from", "file");
        using var completed = scene.Fork();
        using var pending = scene.Fork();

        scene.Project.Migration(Id, Up, Blocks("DROP TABLE one;"));
        await scene.FollowAsync("RollbackGate.cs", "has another text now", 0);
        await completed.FollowAsync("RollbackGate.cs", "has another text now", 1);
        await pending.FollowAsync("RollbackGate.cs", "has another text now", 2);

        Assert.Equal(["rolled_back"], State(scene));
        Assert.Equal(["completed"], State(completed));
        Assert.Equal(["pending"], State(pending));
    }

    [Fact]
    public async Task A_half_done_rollback_that_lost_its_session_is_decided()
    {
        using var scene = await AppliedAsync("BEGIN;\nCREATE TEMP TABLE kept AS SELECT * FROM one;\nDROP TABLE two;\nCOMMIT;\nBEGIN;\nINSERT INTO nowhere SELECT * FROM kept;\nCOMMIT;");
        await scene.RunAsync(1, "down");
        await scene.RunAsync(4, "down");
        using var pending = scene.Fork();

        await scene.FollowAsync("RollbackGate.cs", "that ended with its connection", 0);
        await pending.FollowAsync("RollbackGate.cs", "that ended with its connection", 1);

        Assert.Equal(["completed"], State(scene));
        Assert.Equal(["pending"], State(pending));
    }

    [Fact]
    public async Task A_rollback_of_which_nobody_knows_is_decided()
    {
        using var scene = (await HalfAsync("DROP TABLE nowhere;")).Sql("UPDATE __migrations SET rollback_statements_done = 2 WHERE state = 'rolling_back'");
        await scene.RunAsync(4, "down");
        using var pending = scene.Fork();

        await scene.FollowAsync("RollbackGate.cs", "it can't be told what of it is kept", 0);
        await pending.FollowAsync("RollbackGate.cs", "it can't be told what of it is kept", 1);

        Assert.Equal(["completed"], State(scene));
        Assert.Equal(["pending"], State(pending));
    }

    private static async Task<Scene> AppliedAsync(string down, params string[] options)
    {
        var scene = (await Scene.FreshAsync()).Do(p => p.Migration(Id, Up, down));
        await scene.RunAsync(0, ["up", .. options]);
        return scene;
    }

    /// <summary>The first unit of the down script is committed, the second failed.</summary>
    private static async Task<Scene> HalfAsync(string second)
    {
        var scene = await AppliedAsync(Blocks(second));
        await scene.RunAsync(1, "down");
        return scene;
    }

    private static string Blocks(string second) => $"BEGIN;\nDROP TABLE two;\nCOMMIT;\nBEGIN;\n{second}\nCOMMIT;";

    private static System.Collections.Generic.IReadOnlyList<string> State(Scene scene) => scene.Ask($"SELECT state FROM __migrations WHERE id = '{Id}'");
}
