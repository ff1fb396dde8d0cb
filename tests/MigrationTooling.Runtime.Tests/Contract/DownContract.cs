using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What <c>down</c> promises on every engine.</summary>
public abstract class DownContract : EngineContract
{
    private ManifestBuilder Three() => Manifest()
        .Add("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY);", "DROP TABLE users;")
        .Add("2_posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY);", "DROP TABLE posts;")
        .Add("10_tags", "CREATE TABLE tags (id INTEGER PRIMARY KEY);", "DROP TABLE tags;");

    private Task<RunResult> Down(ManifestBuilder manifest, DownRequest? request = null) => Migrator(manifest).DownAsync(request);

    [Fact]
    public async Task Without_arguments_the_migration_applied_last_is_taken_back_and_no_other()
    {
        await Up(Three());

        var result = await Down(Three());

        Assert.Equal(["10_tags"], result.RolledBack);
        Assert.Equal((DatabaseState.Pending, "10_tags"), (result.State, Assert.Single(result.Pending)));
        Assert.False(TableExists("tags"));
        Assert.True(TableExists("posts"));
        Assert.Equal("rolled_back|0|1", Scalar("SELECT state, statements_done, attempt FROM __migrations WHERE id = '10_tags'"));
        Assert.Equal(["intent|1", "completed|1", "rollback_intent|1", "rolled_back|1"], Journal("10_tags"));
    }

    [Theory]
    [InlineData("1_users", "10_tags", "2_posts")]
    [InlineData("2", "10_tags")]
    [InlineData("10_tags")]
    public async Task The_target_stays_on_top_and_everything_applied_after_it_is_taken_back_newest_first(string target, params string[] rolledBack)
    {
        await Up(Three());

        Assert.Equal(rolledBack, (await Down(Three(), new DownRequest { Target = target })).RolledBack);
    }

    [Fact]
    public async Task All_and_a_number_of_steps_take_back_what_they_say_and_up_makes_a_further_attempt()
    {
        await Up(Three());

        Assert.Equal(["10_tags", "2_posts"], (await Down(Three(), new DownRequest { Steps = 2 })).RolledBack);
        Assert.Equal(["1_users"], (await Down(Three(), new DownRequest { All = true })).RolledBack);
        Assert.Empty((await Down(Three(), new DownRequest { All = true })).RolledBack);
        Assert.Equal(["1_users", "2_posts", "10_tags"], (await Up(Three())).Applied);
        Assert.Equal(["completed|2"], Database.Query("SELECT DISTINCT state, attempt FROM __migrations"));
    }

    [Fact]
    public async Task The_order_is_that_of_application_on_this_database_not_of_the_names()
    {
        await Up(Manifest().Add("2_posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY);", "DROP TABLE posts;"));
        await Up(Three());

        Assert.Equal(["10_tags", "1_users", "2_posts"], (await Down(Three(), new DownRequest { All = true })).RolledBack);
    }

    [Theory]
    [InlineData("3_none", "No migration '3_none' is known.")]
    [InlineData("2_post", "No migration '2_post' is known. Did you mean '2_posts'?")]
    public async Task An_unknown_target_is_an_error_that_names_the_nearest(string target, string message)
    {
        await Up(Three());

        var e = await Assert.ThrowsAsync<UsageException>(() => Down(Three(), new DownRequest { Target = target }));

        Assert.Equal(message, e.Message);
        Assert.True(TableExists("tags"));
    }

    [Fact]
    public async Task A_target_that_is_not_applied_and_several_ways_to_say_how_many_are_errors()
    {
        var manifest = Three();
        await Migrator(manifest).UpAsync(new UpRequest { Target = "2_posts" });

        Assert.Equal("'10_tags' is not applied to this database.", (await Assert.ThrowsAsync<UsageException>(() => Down(manifest, new DownRequest { Target = "10_tags" }))).Message);
        await Assert.ThrowsAsync<UsageException>(() => Down(manifest, new DownRequest { Target = "1_users", Steps = 1 }));
        await Assert.ThrowsAsync<UsageException>(() => Down(manifest, new DownRequest { All = true, Steps = 1 }));
        await Assert.ThrowsAsync<UsageException>(() => Down(manifest, new DownRequest { Steps = 0 }));
    }

    [Fact]
    public async Task Every_down_is_checked_before_the_first_runs_and_each_that_can_not_is_named()
    {
        var manifest = Three().Add("11_no", "CREATE TABLE eleven (id INTEGER);").Add("12_open", "CREATE TABLE twelve (id INTEGER);", "COMMIT;")
            .Add("13_final", "-- migrate:options irreversible:true\nCREATE TABLE thirteen (id INTEGER);", "DROP TABLE thirteen;")
            .Add("14_fine", "CREATE TABLE fourteen (id INTEGER);", "DROP TABLE fourteen;");
        await Up(manifest);

        var e = await Assert.ThrowsAsync<RefusedException>(() => Down(manifest, new DownRequest { All = true }));

        Assert.Equal(ErrorKind.Refused, e.Kind);
        Assert.Equal(["MIG0107 12_open", "MIG0516 11_no", "MIG0516 13_final"], e.Findings.Select(f => f.Rule.Id + " " + f.Migration).Order());
        Assert.True(TableExists("fourteen"));
        Assert.Equal(["completed"], Database.Query("SELECT DISTINCT state FROM __migrations"));
        Assert.Equal(["14_fine"], (await Down(manifest)).RolledBack);
    }

    [Fact]
    public async Task Where_the_down_file_is_gone_the_text_that_the_history_kept_serves()
    {
        await Up(Three());

        var result = await Down(Manifest()
            .Add("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY);", "DROP TABLE users;")
            .Add("2_posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY);"));

        Assert.Equal(["10_tags"], result.RolledBack);
        Assert.Equal(["2_posts"], (await Down(Manifest()
            .Add("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY);")
            .Add("2_posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY);"))).RolledBack);
        Assert.False(TableExists("posts"));
    }

    [Fact]
    public async Task A_database_that_is_ahead_is_taken_back_to_what_an_older_program_knows()
    {
        await Up(Three());
        var older = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY);", "DROP TABLE users;");

        Assert.Equal(["10_tags", "2_posts"], (await Down(older, new DownRequest { Target = "1_users" })).RolledBack);
        Assert.Equal(DatabaseState.Clean, (await Migrator(older).StatusAsync()).State);
    }

    [Fact]
    public async Task A_text_that_was_kept_with_masked_secrets_is_not_run_and_says_so()
    {
        await Up(Manifest().Add("1_a", "CREATE TABLE a (password TEXT);", "UPDATE a SET password = 'swordfish';\nDROP TABLE a;"));

        var e = await Assert.ThrowsAsync<RefusedException>(() => Down(Manifest().Add("1_a", "CREATE TABLE a (password TEXT);")));

        Assert.Contains("masked", e.Message, StringComparison.Ordinal);
        Assert.True(TableExists("a"));
    }

    [Fact]
    public async Task A_down_edited_since_it_was_applied_is_refused_until_somebody_says_which_text_runs()
    {
        await Up(Three());
        ManifestBuilder Edited() => Manifest()
            .Add("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY);", "DROP TABLE users;")
            .Add("2_posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY);", "DROP TABLE posts;")
            .Add("10_tags", "CREATE TABLE tags (id INTEGER PRIMARY KEY);", "CREATE TABLE instead (id INTEGER);\nDROP TABLE tags;");

        var e = await Assert.ThrowsAsync<RefusedException>(() => Down(Edited()));
        Assert.Equal("MIG0517", Assert.Single(e.Findings).Rule.Id);
        Assert.Contains("--down-from", e.NextStep, StringComparison.Ordinal);
        Assert.True(TableExists("tags"));

        await Down(Edited(), new DownRequest { From = DownSource.History });
        Assert.False(TableExists("tags"));
        Assert.False(TableExists("instead"));

        await Up(Three());
        await Down(Edited(), new DownRequest { From = DownSource.File });
        Assert.False(TableExists("tags"));
        Assert.True(TableExists("instead"));
    }

    [Fact]
    public async Task A_down_whose_formatting_only_changed_runs_from_its_file()
    {
        await Up(Manifest().Add("1_a", "CREATE TABLE a (id INTEGER);", "DROP TABLE a;"));

        await Down(Manifest().Add("1_a", "CREATE TABLE a (id INTEGER);", "-- no longer needed\nDROP   TABLE a ;"));

        Assert.False(TableExists("a"));
    }

    [Fact]
    public async Task The_order_of_a_rollback_is_lock_own_intent_unit_commit_release()
    {
        await Up(Three());
        var steps = new List<string>();

        await Migrator(Three(), provider: new SteppedProvider(Database.Provider(), Record(steps))).DownAsync();

        Assert.Equal(
            [
                "open reader", "open runner", "lock", "read", "own",
                "write rollback_intent 10_tags", "written rollback_intent 10_tags",
                "begin 10_tags", "execute DROP TABLE",
                "commit rolled_back 10_tags", "committed rolled_back 10_tags",
                "read", "release", "unlock",
            ],
            steps);
    }

    [Fact]
    public async Task The_dry_run_has_the_same_checks_and_writes_nothing()
    {
        await Up(Three());
        var steps = new List<string>();
        var migrator = Migrator(Three(), provider: new SteppedProvider(Database.Provider(), Record(steps)));

        var plan = await migrator.PlanDownAsync(new DownRequest { Steps = 2 });

        Assert.Equal(["10_tags", "2_posts"], plan.ToRun.Select(r => r.Id));
        Assert.Equal(["open reader", "read"], steps.Where(s => s != "read").Append("read"));
        await Assert.ThrowsAsync<UsageException>(() => migrator.PlanDownAsync(new DownRequest { Target = "nobody" }));
    }

    [Fact]
    public async Task An_edited_up_refuses_the_rollback_as_it_refuses_up_unless_the_database_is_disposable()
    {
        await Up(Manifest().Add("1_a", "CREATE TABLE a (id INTEGER);", "DROP TABLE a;"));
        ManifestBuilder Edited() => Manifest().Add("1_a", "CREATE TABLE a (id INTEGER, more TEXT);", "DROP TABLE a;");

        Assert.Equal(ErrorKind.Integrity, (await Assert.ThrowsAsync<IntegrityException>(() => Down(Edited()))).Kind);
        Assert.Equal(["1_a"], (await Down(Edited(), new DownRequest { IsDisposable = true })).RolledBack);
    }

    [Fact]
    public async Task What_was_agreed_to_is_what_is_taken_back_or_nothing_is()
    {
        await Up(Three());

        var e = await Assert.ThrowsAsync<RefusedException>(() => Down(Three(), new DownRequest { Steps = 2, Confirmed = ["10_tags"] }));

        Assert.Contains("agreed", e.Message, StringComparison.Ordinal);
        Assert.True(TableExists("tags"));
    }

    [Fact]
    public async Task A_former_id_is_a_target_and_the_row_takes_over_the_new_one()
    {
        await Up(Three());
        var renamed = Manifest()
            .Add("1_people", "CREATE TABLE users (id INTEGER PRIMARY KEY);", "DROP TABLE users;").Alias("1_people", "1_users")
            .Add("2_posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY);", "DROP TABLE posts;")
            .Add("10_labels", "CREATE TABLE tags (id INTEGER PRIMARY KEY);", "DROP TABLE tags;").Alias("10_labels", "10_tags");

        var result = await Down(renamed, new DownRequest { Target = "1_users" });

        Assert.Equal(["10_labels", "2_posts"], result.RolledBack);
        Assert.Equal(["1_people|completed", "2_posts|rolled_back", "10_labels|rolled_back"], Database.Query("SELECT id, state FROM __migrations ORDER BY sequence"));
        Assert.Equal(["2_posts", "10_labels"], (await Up(renamed)).Applied);
    }

    [Fact]
    public async Task A_cancelled_rollback_is_rolled_back_and_its_migration_stands()
    {
        await Up(Three());
        using var cancel = new CancellationTokenSource();
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            if (step.StartsWith("execute", StringComparison.Ordinal))
            {
                cancel.Cancel();
            }

            return default;
        });

        var e = await Assert.ThrowsAsync<RunCancelledException>(() => Migrator(Three(), provider: provider).DownAsync(cancellationToken: cancel.Token));

        Assert.Empty(e.Result.RolledBack);
        Assert.True(TableExists("tags"));
        Assert.Equal("completed", Scalar("SELECT state FROM __migrations WHERE id = '10_tags'"));
        Assert.Equal("rollback_abandoned|1", Journal("10_tags")[^1]);
    }

    private static Func<string, ValueTask> Record(List<string> steps) => step =>
    {
        steps.Add(step);
        return default;
    };
}
