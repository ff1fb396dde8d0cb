using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Storage;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>The intent of a migration is committed with the end of the one before it, on every engine; where the run ends between them it is withdrawn.</summary>
public abstract class NextIntentContract : EngineContract
{
    private const string Withdrawn = "The run ended before this attempt began.";

    private ManifestBuilder Three() => Manifest()
        .Add("1_users", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);", "DROP TABLE users;")
        .Add("2_posts", "CREATE TABLE posts (id INTEGER);", "DROP TABLE posts;")
        .Add("3_likes", "CREATE TABLE likes (id INTEGER);", "DROP TABLE likes;");

    [Fact]
    public async Task An_intent_is_committed_with_the_unit_that_completes_the_migration_before_it()
    {
        var steps = new List<string>();
        var seen = new Dictionary<string, string>();
        await Migrator(Three(), provider: Stepped(step =>
        {
            steps.Add(step);
            if (step.StartsWith("commit completed 1", StringComparison.Ordinal) || step.StartsWith("committed completed 1", StringComparison.Ordinal))
            {
                seen[step.Split(' ')[0]] = string.Join(", ", Database.Query("SELECT id, state FROM __migrations ORDER BY sequence")) + "; " + Scalar("SELECT doing FROM __migrations_owner");
            }
        })).UpAsync();

        Assert.Equal(
            [
                "write intent 1_users", "written intent 1_users", "begin 1_users",
                "commit completed 1_users, intent 2_posts", "committed completed 1_users, intent 2_posts", "begin 2_posts",
                "commit completed 2_posts, intent 3_likes", "committed completed 2_posts, intent 3_likes", "begin 3_likes",
                "commit completed 3_likes", "committed completed 3_likes",
            ],
            steps.SkipWhile(s => s != "own").Skip(1).TakeWhile(s => s != "release").Where(s => !s.StartsWith("execute", StringComparison.Ordinal)));
        Assert.Equal("1_users|in_progress; 1_users", seen["commit"]);
        Assert.Equal("1_users|completed, 2_posts|in_progress; 2_posts", seen["committed"]);
        Assert.Equal(
            ["intent|1_users", "completed|1_users", "intent|2_posts", "completed|2_posts", "intent|3_likes", "completed|3_likes"],
            Database.Query("SELECT kind, migration FROM __migrations_journal WHERE migration IS NOT NULL ORDER BY entry"));
    }

    [Fact]
    public async Task A_migration_begins_when_its_turn_comes_not_when_it_is_announced()
    {
        var observer = new RecordingObserver();
        var begun = new List<int>();
        var provider = Stepped(step =>
        {
            if (step.StartsWith("committed", StringComparison.Ordinal))
            {
                begun.Add(observer.Of<MigrationEvent.MigrationStarted>().Count);
            }
        });

        await Migrator(Three(), new MigratorOptions { Observer = observer }, provider).UpAsync();

        Assert.Equal([1, 2, 3], begun);
        Assert.Equal([1, 1, 1], observer.Of<MigrationEvent.MigrationStarted>().Select(e => e.Attempt));
    }

    [Fact]
    public async Task With_units_and_batches_it_goes_with_the_last_of_them()
    {
        var steps = new List<string>();
        var manifest = Manifest()
            .Add("1_orders", "BEGIN;\nCREATE TABLE orders (id INTEGER, done INTEGER);\nCOMMIT;\nBEGIN;\nINSERT INTO orders VALUES (1, 0), (2, 0), (3, 0);\nCOMMIT;")
            .Add("2_done", "-- migrate:options batch:2\nUPDATE orders SET done = 1 WHERE id IN (SELECT id FROM orders WHERE done = 0 LIMIT 2);")
            .Add("3_after", "CREATE TABLE after (id INTEGER);");

        await Migrator(manifest, provider: Stepped(steps.Add)).UpAsync();

        Assert.Equal(
            ["commit unit_completed 1_orders", "commit completed 1_orders, intent 2_done", "commit ", "commit ", "commit completed 2_done, intent 3_after", "commit completed 3_after"],
            steps.Where(s => s.StartsWith("commit ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_attempt_that_was_made_before_has_its_intent_alone()
    {
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Three().Add("4_fails", "SELECT nothing_like_it;")));
        await Migrator(Three()).DownAsync(new DownRequest { Steps = 2 });
        var steps = new List<string>();

        await Migrator(Three().Add("4_fails", "CREATE TABLE fails (id INTEGER);"), provider: Stepped(steps.Add)).UpAsync();

        Assert.Equal(
            ["write intent 2_posts", "commit completed 2_posts, intent 3_likes", "commit completed 3_likes", "write intent 4_fails", "commit completed 4_fails"],
            steps.SkipWhile(s => s != "own").Where(s => s.StartsWith("write ", StringComparison.Ordinal) || s.StartsWith("commit ", StringComparison.Ordinal)));
        Assert.Equal(["completed|1", "completed|2", "completed|2", "completed|2"], Database.Query("SELECT state, attempt FROM __migrations ORDER BY id"));
    }

    [Fact]
    public async Task What_fails_after_it_was_announced_is_recorded_as_any_failure()
    {
        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);").Add("2_fails", "SELECT nothing_like_it;")));

        Assert.Equal(["1_users"], e.Result.Applied);
        Assert.Equal(["intent|1", "failed|1"], Journal("2_fails"));
        Assert.Equal("failed|1", Scalar("SELECT state, attempt FROM __migrations WHERE id = '2_fails'"));
    }

    [Theory]
    [InlineData("commit completed 1_users")]
    [InlineData("execute INSERT INTO")]
    public async Task Once_the_run_is_asked_to_stop_nothing_more_is_announced(string at)
    {
        using var stop = new CancellationTokenSource();
        var provider = Stepped(step =>
        {
            if (step.StartsWith(at, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });

        var e = await Assert.ThrowsAsync<RunCancelledException>(() => Migrator(Three(), provider: provider).UpAsync(new UpRequest { StopAfterUnit = stop.Token }));

        Assert.Equal(["1_users"], e.Result.Applied);
        if (at.StartsWith("execute", StringComparison.Ordinal))
        {
            Assert.Empty(Journal("2_posts"));
            Assert.Equal(["1_users|completed"], Database.Query("SELECT id, state FROM __migrations"));
        }

        await AssertGoesOnAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_between_two_migrations_the_intent_of_the_second_is_withdrawn(bool isStop)
    {
        using var stop = new CancellationTokenSource();
        var provider = Stepped(step =>
        {
            if (step.StartsWith("committed completed 1_users", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });

        var e = await Assert.ThrowsAsync<RunCancelledException>(() => isStop
            ? Migrator(Three(), provider: provider).UpAsync(new UpRequest { StopAfterUnit = stop.Token })
            : Migrator(Three(), provider: provider).UpAsync(cancellationToken: stop.Token));

        Assert.Equal(["1_users"], e.Result.Applied);
        AssertWithdrawn();
        Assert.Equal("", Scalar("SELECT coalesce(doing, '') FROM __migrations_owner"));
        await AssertGoesOnAsync();
    }

    [Theory]
    [InlineData(typeof(MigrationEvent.MigrationCompleted))]
    [InlineData(typeof(MigrationEvent.MigrationStarted))]
    public async Task Whoever_is_told_fails_between_two_migrations_and_the_intent_of_the_second_is_withdrawn(Type told)
    {
        var observer = new FailingObserver(e => e.GetType() == told && (e is MigrationEvent.MigrationCompleted or MigrationEvent.MigrationStarted { Id: "2_posts" }));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrator(Three(), new MigratorOptions { Observer = observer }).UpAsync());

        AssertWithdrawn();
        await AssertGoesOnAsync();
    }

    [Fact]
    public async Task Whoever_is_told_of_a_commit_may_fail_and_what_is_committed_stays_so()
    {
        var manifest = Manifest()
            .Add("1_users", "BEGIN;\nCREATE TABLE users (id INTEGER);\nCOMMIT;\nBEGIN;\nINSERT INTO users VALUES (1);\nCOMMIT;")
            .Add("2_posts", "CREATE TABLE posts (id INTEGER);");
        var observer = new FailingObserver(e => e is MigrationEvent.UnitCompleted, new System.IO.IOException("The pipe is gone."));

        await Assert.ThrowsAsync<System.IO.IOException>(() => Migrator(manifest, new MigratorOptions { Observer = observer }).UpAsync());

        Assert.Equal("in_progress|1", Scalar("SELECT state, statements_done FROM __migrations"));
        await Up(manifest);
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task A_migration_that_was_taken_back_stays_so_when_its_new_intent_is_withdrawn()
    {
        await Up(Three());
        await Migrator(Three()).DownAsync(new DownRequest { All = true });
        string before = Scalar("SELECT state, origin, units_done, statements_done, up_h1, runner FROM __migrations WHERE id = '2_posts'");
        var observer = new FailingObserver(e => e is MigrationEvent.MigrationCompleted);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrator(Three(), new MigratorOptions { Observer = observer }).UpAsync());

        Assert.Equal(before, Scalar("SELECT state, origin, units_done, statements_done, up_h1, runner FROM __migrations WHERE id = '2_posts'"));
        Assert.Equal("2", Scalar("SELECT attempt FROM __migrations WHERE id = '2_posts'"));
        await Up(Three());
        Assert.Equal("completed|3", Scalar("SELECT state, attempt FROM __migrations WHERE id = '2_posts'"));
    }

    [Fact]
    public async Task A_runner_that_dies_between_two_migrations_leaves_the_second_begun_and_empty_and_up_runs_it()
    {
        var provider = Stepped(step =>
        {
            if (step == "begin 2_posts")
            {
                throw new Dead();
            }
        });
        await Assert.ThrowsAsync<Dead>(() => Migrator(Three(), provider: provider).UpAsync());

        var status = await Migrator(Three()).StatusAsync();
        Assert.Equal((DatabaseState.Pending, MigrationState.InProgress), (status.State, status.Migrations[1].State));
        var result = await Up(Three());

        Assert.Equal(["2_posts", "3_likes"], result.Applied);
        Assert.Equal(["2_posts"], result.Recovered);
        Assert.Equal(["intent|1", "intent|2", "completed|2"], Journal("2_posts"));
    }

    private void AssertWithdrawn()
    {
        Assert.Equal(["1_users|completed|1", "2_posts|pending|1"], Database.Query("SELECT id, state, attempt FROM __migrations ORDER BY sequence"));
        Assert.Equal(["intent|", "cancelled|" + Withdrawn], Database.Query("SELECT kind, coalesce(detail, '') FROM __migrations_journal WHERE migration = '2_posts' ORDER BY entry"));
        Assert.False(TableExists("posts"));
    }

    /// <summary>Status names nothing that is unfinished, and up applies what is left, once.</summary>
    private async Task AssertGoesOnAsync()
    {
        var status = await Migrator(Three()).StatusAsync();
        Assert.Equal(DatabaseState.Pending, status.State);
        Assert.All(status.Migrations.Skip(1), m => Assert.Equal(MigrationState.Pending, m.State));

        var result = await Up(Three());

        Assert.Equal(["2_posts", "3_likes"], result.Applied);
        Assert.Empty(result.Recovered);
        Assert.Equal(DatabaseState.Clean, result.State);
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
    }

    private SteppedProvider Stepped(Action<string> step) => new(Database.Provider(), at =>
    {
        step(at);
        return default;
    });

    private sealed class Dead : Exception;

    private sealed class FailingObserver(Func<MigrationEvent, bool> fails, Exception? with = null) : IMigrationObserver
    {
        public void Observe(MigrationEvent migrationEvent)
        {
            if (fails(migrationEvent))
            {
                throw with ?? new InvalidOperationException("The observer fails.");
            }
        }
    }
}
