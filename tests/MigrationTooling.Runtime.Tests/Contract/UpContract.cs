using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What <c>up</c> promises on every engine.</summary>
public abstract class UpContract : EngineContract
{
    private ManifestBuilder Three() => Manifest()
        .Add("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO users VALUES (1, 'semi;colon');", "DROP TABLE users;")
        .Add("2_view", "CREATE VIEW names AS SELECT name FROM users;")
        .Add("10_posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY);");

    [Fact]
    public async Task Pending_migrations_run_in_manifest_order_and_ten_comes_after_two()
    {
        var result = await Up(Three());

        Assert.Equal(["1_users", "2_view", "10_posts"], result.Applied);
        Assert.Equal(DatabaseState.Clean, result.State);
        Assert.Equal(["1_users", "2_view", "10_posts"], Database.Query("SELECT id FROM __migrations ORDER BY sequence"));
        Assert.Equal("semi;colon", Scalar("SELECT name FROM names"));
    }

    [Fact]
    public async Task With_nothing_pending_neither_a_lock_is_taken_nor_anything_written()
    {
        await Up(Three());
        var steps = new List<string>();

        var result = await Migrator(Three(), provider: new SteppedProvider(Database.Provider(), Record(steps))).UpAsync();

        Assert.Equal(["open reader"], steps);
        Assert.Empty(result.Applied);
        Assert.Equal(DatabaseState.Clean, result.State);
    }

    [Fact]
    public async Task The_order_of_a_run_is_lock_own_intent_unit_commit_release()
    {
        var steps = new List<string>();
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);");

        await Migrator(manifest, provider: new SteppedProvider(Database.Provider(), Record(steps))).UpAsync();

        Assert.Equal(
            [
                "open reader", "open runner", "lock", "read", "own",
                "write intent 1_users", "written intent 1_users",
                "begin 1_users", "execute CREATE TABLE", "execute INSERT INTO",
                "commit completed 1_users", "committed completed 1_users",
                "release", "unlock",
            ],
            steps);
    }

    [Fact]
    public async Task The_intent_is_committed_before_the_unit_and_the_row_completes_with_the_statements()
    {
        var seen = new Dictionary<string, string>();
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);");

        await Migrator(manifest, provider: new SteppedProvider(Database.Provider(), Look)).UpAsync();

        Assert.Equal("in_progress False", seen["begin 1_users"]);
        Assert.Equal("completed True", seen["committed completed 1_users"]);

        ValueTask Look(string step)
        {
            if (step is "begin 1_users" or "committed completed 1_users")
            {
                seen[step] = Scalar("SELECT state FROM __migrations") + " " + TableExists("users");
            }

            return default;
        }
    }

    [Fact]
    public async Task A_failed_migration_leaves_nothing_is_not_dirty_and_keeps_those_before_it()
    {
        var manifest = Manifest()
            .Add("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY);")
            .Add("2_bad", "CREATE TABLE posts (id INTEGER);\n\nINSERT INTO users VALUES (1);\nINSERT INTO users\n  VALUES (1);\n")
            .Add("3_after", "CREATE TABLE after (id INTEGER);");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(manifest));

        Assert.Equal(ErrorKind.Failed, e.Kind);
        Assert.Equal(["1_users"], e.Result.Applied);
        Assert.Equal(("2_bad", "2_bad.up.sql", 4, 1), (e.Result.Failed!.Id, e.Result.Failed.File, e.Result.Failed.Line, e.Result.Failed.Column));
        Assert.StartsWith("INSERT INTO users", e.Result.Failed.Statement, StringComparison.Ordinal);
        Assert.Equal("Nothing: its transaction was rolled back.", e.LeftBehind);
        Assert.False(TableExists("posts"));
        Assert.False(TableExists("after"));
        var status = await Migrator(manifest).StatusAsync();
        Assert.Equal(DatabaseState.Pending, status.State);
        Assert.Equal(MigrationState.Failed, status.Migrations[1].State);
        Assert.Contains(e.Result.Failed.Message, status.Migrations[1].FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_file_is_mended_up_runs_it_again_as_the_next_attempt()
    {
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER); SELECT nothing_like_it;")));

        var result = await Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);"));

        Assert.Equal(["1_users"], result.Applied);
        Assert.Equal(["1_users"], result.Recovered);
        Assert.Equal("completed|2", Scalar("SELECT state, attempt FROM __migrations"));
        Assert.Equal("", Scalar("SELECT coalesce(failure_reason, '') FROM __migrations"));
        Assert.Equal(["intent|1", "failed|1", "intent|2", "completed|2"], Journal("1_users"));
    }

    [Fact]
    public async Task A_comment_only_migration_does_nothing_and_is_recorded()
    {
        var result = await Up(Manifest().Add("1_nothing", "-- nothing to do on this engine\n"));

        Assert.Equal(["1_nothing"], result.Applied);
        Assert.Equal("completed|0", Scalar("SELECT state, statements_total FROM __migrations"));
    }

    [Fact]
    public async Task A_target_is_included_and_what_follows_it_waits()
    {
        var result = await Migrator(Three()).UpAsync(new UpRequest { Target = "2_view" });

        Assert.Equal(["1_users", "2_view"], result.Applied);
        Assert.Equal(["10_posts"], result.Pending);
        Assert.Equal(DatabaseState.Pending, result.State);
    }

    [Fact]
    public async Task A_target_may_be_given_by_its_version()
    {
        var result = await Migrator(Three()).UpAsync(new UpRequest { Target = "002" });

        Assert.Equal(["1_users", "2_view"], result.Applied);
    }

    [Fact]
    public async Task An_unknown_target_runs_nothing_and_asks_whether_another_was_meant()
    {
        var e = await Assert.ThrowsAsync<UsageException>(() => Migrator(Three()).UpAsync(new UpRequest { Target = "2_veiw" }));

        Assert.Equal("No migration '2_veiw' is known. Did you mean '2_view'?", e.Message);
        Assert.All((await Migrator(Three()).StatusAsync()).Migrations, m => Assert.Equal(MigrationState.Pending, m.State));
    }

    [Fact]
    public async Task Steps_count_pending_migrations_only()
    {
        await Migrator(Three()).UpAsync(new UpRequest { Steps = 1 });

        var result = await Migrator(Three()).UpAsync(new UpRequest { Steps = 1 });

        Assert.Equal(["2_view"], result.Applied);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    [InlineData(1, "2_view")]
    public async Task Steps_below_one_or_beside_a_target_are_an_error(int steps, string? target) =>
        await Assert.ThrowsAsync<UsageException>(() => Migrator(Three()).UpAsync(new UpRequest { Steps = steps, Target = target }));

    [Fact]
    public async Task A_dry_run_makes_the_same_plan_and_writes_nothing()
    {
        var steps = new List<string>();

        var plan = await Migrator(Three(), provider: new SteppedProvider(Database.Provider(), Record(steps))).PlanAsync(new UpRequest { Steps = 2 });

        Assert.Equal(["1_users", "2_view"], plan.ToRun.Select(m => m.Migration.Id));
        Assert.Equal(3, plan.Pending.Count);
        Assert.Equal(["open reader"], steps);
        Assert.False(TableExists("__migrations"));
    }

    [Fact]
    public async Task Every_attempt_stands_in_the_journal_with_runner_version_and_checksums()
    {
        await Migrator(Three(), new MigratorOptions { RunnerName = "me@here", ToolVersion = "9.8.7" }).UpAsync(new UpRequest { Steps = 1 });

        Assert.Equal(
            ["created|", "owned|", "intent|1_users", "completed|1_users", "released|"],
            Database.Query("SELECT kind, coalesce(migration, '') FROM __migrations_journal ORDER BY entry"));
        Assert.Equal(["me@here|9.8.7"], Database.Query("SELECT DISTINCT runner, tool_version FROM __migrations_journal"));
        Assert.Equal(Scalar("SELECT up_h1 FROM __migrations"), Scalar("SELECT h1 FROM __migrations_journal WHERE kind = 'completed'"));
    }

    [Fact]
    public async Task Events_tell_what_happens_in_order()
    {
        var observer = new RecordingObserver();

        await Migrator(Three(), new MigratorOptions { Observer = observer }).UpAsync(new UpRequest { Steps = 1 });

        Assert.Collection(
            observer.Events.Where(e => e is not MigrationEvent.RunLockNoted),
            e => Assert.Equal(new MigrationEvent.RunStarted(1), e),
            e => Assert.Equal(("1_users", 1, 1, 2, 1), Assert.IsType<MigrationEvent.MigrationStarted>(e) is var s ? (s.Id, s.Number, s.Count, s.Statements, s.Attempt) : default),
            e => Assert.Equal(1, Assert.IsType<MigrationEvent.StatementRan>(e).Number),
            e => Assert.Equal(2, Assert.IsType<MigrationEvent.StatementRan>(e).Place.Line),
            e => Assert.Equal("1_users", Assert.IsType<MigrationEvent.MigrationCompleted>(e).Id));
    }

    [Fact]
    public async Task A_script_that_changed_after_it_was_planned_is_not_committed()
    {
        int opened = 0;
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);").Build();
        var migration = manifest[0];
        var changing = new MigrationManifest(manifest.Name, manifest.Dialect, [migration with
        {
            Scripts = [migration.Scripts[0] with
            {
                OpenText = () => new System.IO.StringReader(++opened == 1 ? "CREATE TABLE users (id INTEGER);" : "CREATE TABLE users (id TEXT);"),
            }],
        }]);

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(changing, Database.Provider()).UpAsync());

        Assert.Equal("The script changed after it was planned.", e.Result.Failed!.Message);
        Assert.False(TableExists("users"));
    }

    protected static Func<string, ValueTask> Record(List<string> steps) => step =>
    {
        steps.Add(step);
        return default;
    };
}
