using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Locking;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What was applied is compared with the files before every run.</summary>
public abstract class IntegrityContract : EngineContract
{
    private const string Users = "CREATE TABLE users (id INTEGER);";
    private const string Posts = "CREATE TABLE posts (id INTEGER);";

    [Fact]
    public async Task An_applied_file_that_changed_refuses_the_run_and_names_the_ways_out()
    {
        await Up(Manifest().Add("1_users", Users));

        var e = await Assert.ThrowsAsync<IntegrityException>(() => Up(Manifest().Add("1_users", "CREATE TABLE users (id BIGINT);").Add("2_posts", Posts)));

        var finding = Assert.Single(e.Findings);
        Assert.Equal(("MIG0505", "1_users", "1_users.up.sql"), (finding.Rule.Id, finding.Migration, finding.File));
        Assert.Contains("dotnet migrate restore-file 1_users", e.NextStep, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate redo 1_users --disposable", e.NextStep, StringComparison.Ordinal);
        Assert.False(TableExists("posts"));
    }

    [Theory]
    [InlineData("CREATE TABLE a (id INTEGER);\n-- new comment\nCREATE TABLE b (id BIGINT);\nCREATE TABLE c (id INTEGER);", 3)]
    [InlineData("CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);\nCREATE TABLE c (id INTEGER);\nCREATE TABLE d (id INTEGER);", 4)]
    [InlineData("CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);", 2)]
    public async Task The_finding_points_at_the_first_statement_that_differs_from_what_ran(string edited, int line)
    {
        await Up(Manifest().Add("1_abc", "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);\nCREATE TABLE c (id INTEGER);"));

        var e = await Assert.ThrowsAsync<IntegrityException>(() => Up(Manifest().Add("1_abc", edited)));
        var status = await Migrator(Manifest().Add("1_abc", edited)).StatusAsync();

        Assert.Equal((line, line), (Assert.Single(e.Findings).Place.Line, Assert.Single(status.Findings).Place.Line));
    }

    [Fact]
    public async Task An_edit_that_the_lock_accepts_is_reported_and_refuses_nothing()
    {
        await Up(Manifest().Add("1_users", Users));
        string h1 = Scalar("SELECT up_h1 FROM __migrations");
        var options = new MigratorOptions { AcceptedEdits = [new AcceptedEdit("1_users", null, h1, h1, null, "typo", 3)] };
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id BIGINT);").Add("2_posts", Posts);

        var result = await Migrator(manifest, options).UpAsync();

        Assert.Equal(["2_posts"], result.Applied);
        Assert.Equal(("MIG0505", Severity.Warning), (Assert.Single(result.Findings).Rule.Id, result.Findings[0].Rule.Severity));
        Assert.Equal(h1, Scalar("SELECT up_h1 FROM __migrations WHERE id = '1_users'"));
    }

    [Fact]
    public async Task A_reformatted_file_is_stamped_again_only_by_a_run_that_writes_anyway()
    {
        await Up(Manifest().Add("1_users", Users));
        string before = Scalar("SELECT up_h1 FROM __migrations");
        const string Reformatted = "-- the people\nCREATE TABLE users\n  (id INTEGER);\n";

        await Up(Manifest().Add("1_users", Reformatted));
        Assert.Equal(before, Scalar("SELECT up_h1 FROM __migrations"));

        await Up(Manifest().Add("1_users", Reformatted).Add("2_posts", Posts));
        Assert.NotEqual(before, Scalar("SELECT up_h1 FROM __migrations WHERE id = '1_users'"));
        Assert.Equal(["intent|1", "completed|1", "restamped|1"], Journal("1_users"));
    }

    [Fact]
    public async Task A_renamed_migration_is_adopted_under_its_new_id_in_one_journalled_step()
    {
        await Up(Manifest().Add("1_users", Users));
        var observer = new RecordingObserver();

        var result = await Migrator(Manifest().Add("1_people", Users).Alias("1_people", "1_users"), new MigratorOptions { Observer = observer }).UpAsync();

        Assert.Empty(result.Applied);
        Assert.Equal(("1_users", "1_people"), (Assert.Single(result.Renamed).From, result.Renamed[0].To));
        Assert.Equal("1_people|1_users|completed", Scalar("SELECT id, former_ids, state FROM __migrations"));
        Assert.Equal(["renamed|1"], Journal("1_people"));
        Assert.Equal([new MigrationEvent.RowRenamed("1_users", "1_people")], observer.Of<MigrationEvent.RowRenamed>());
    }

    [Fact]
    public async Task An_older_program_that_still_says_the_former_id_sees_it_as_applied()
    {
        await Up(Manifest().Add("1_users", Users));
        await Up(Manifest().Add("1_people", Users).Alias("1_people", "1_users"));

        var result = await Up(Manifest().Add("1_users", Users));

        Assert.Empty(result.Applied);
        Assert.Equal(DatabaseState.Clean, result.State);
    }

    [Fact]
    public async Task A_pending_migration_with_the_statements_of_an_applied_one_without_a_file_is_refused()
    {
        await Up(Manifest().Add("1_users", Users));

        var e = await Assert.ThrowsAsync<IntegrityException>(() => Up(Manifest().Add("1_people", Users)));

        Assert.Equal("MIG0507", Assert.Single(e.Findings).Rule.Id);
        Assert.Contains("dotnet migrate rename 1_users 1_people", e.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_without_statements_are_not_taken_for_each_other()
    {
        await Up(Manifest().Add("1_nothing", "-- nothing").Add("2_users", Users));

        var e = await Assert.ThrowsAsync<IntegrityException>(() => Up(Manifest().Add("2_users", Users).Add("3_also_nothing", "-- nothing else")));

        Assert.Equal(("MIG0506", "1_nothing"), (Assert.Single(e.Findings).Rule.Id, e.Findings[0].Migration));
    }

    [Fact]
    public async Task An_applied_migration_whose_file_is_gone_refuses_the_run()
    {
        await Up(Manifest().Add("1_users", Users).Add("2_posts", Posts));

        var e = await Assert.ThrowsAsync<IntegrityException>(() => Up(Manifest().Add("2_posts", Posts)));

        Assert.Equal(("MIG0506", "1_users"), (Assert.Single(e.Findings).Rule.Id, e.Findings[0].Migration));
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_manifest_is_ahead_and_there_is_nothing_to_do()
    {
        await Up(Manifest().Add("1_users", Users).Add("2_posts", Posts));
        var older = Migrator(Manifest().Add("1_users", Users));

        var result = await older.UpAsync();

        Assert.Empty(result.Applied);
        Assert.Equal(DatabaseState.Ahead, result.State);
        var status = await older.StatusAsync();
        Assert.Equal(DatabaseState.Ahead, status.State);
        Assert.Equal("2_posts", status.Current);
        Assert.Equal(["1_users", "2_posts"], status.Migrations.Select(m => m.Id));
    }

    [Fact]
    public async Task Strict_makes_a_database_that_is_ahead_an_error()
    {
        await Up(Manifest().Add("1_users", Users).Add("2_posts", Posts));

        var e = await Assert.ThrowsAsync<IntegrityException>(() => Migrator(Manifest().Add("1_users", Users), new MigratorOptions { Strict = true }).UpAsync());

        Assert.Contains("ahead", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_migration_runs_in_its_place_of_the_manifest_and_is_reported()
    {
        await Up(Manifest().Add("1_users", Users).Add("3_tags", "CREATE TABLE tags (id INTEGER);"));

        var result = await Up(Manifest().Add("1_users", Users).Add("2_posts", Posts).Add("3_tags", "CREATE TABLE tags (id INTEGER);"));

        Assert.Equal(["2_posts"], result.Applied);
        Assert.Equal(("MIG0509", "2_posts"), (Assert.Single(result.Findings).Rule.Id, result.Findings[0].Migration));
        Assert.Equal(["1_users", "3_tags", "2_posts"], Database.Query("SELECT id FROM __migrations ORDER BY sequence"));
    }

    [Fact]
    public async Task A_retired_id_that_has_a_row_of_its_own_is_refused()
    {
        await Up(Manifest().Add("1_users", Users).Add("2_posts", Posts));

        var e = await Assert.ThrowsAsync<IntegrityException>(() => Up(Manifest().Add("2_posts", Posts).Alias("2_posts", "1_users").Add("3_tags", "CREATE TABLE tags (id INTEGER);")));

        Assert.Equal("MIG0508", Assert.Single(e.Findings).Rule.Id);
    }

    [Fact]
    public async Task Migrations_of_another_dialect_are_refused()
    {
        var other = Database.Dialect == Model.Dialect.Sqlite ? Model.Dialect.PostgreSql : Model.Dialect.Sqlite;
        var manifest = Manifest().Add("1_users", Users).Build(other);

        var e = await Assert.ThrowsAsync<IntegrityException>(() => new Migrator(manifest, Database.Provider()).UpAsync());

        Assert.Equal("MIG0501", Assert.Single(e.Findings).Rule.Id);
    }

    [Fact]
    public async Task A_failed_attempt_may_be_edited_freely_and_both_texts_stay_in_the_journal()
    {
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER); SELECT no_such_thing;")));
        await Up(Manifest().Add("1_users", Users));

        Assert.Equal(2, Database.Query("SELECT DISTINCT h1 FROM __migrations_journal WHERE migration = '1_users'").Count);
    }

    [Fact]
    public async Task The_texts_that_ran_are_kept_with_their_downs()
    {
        await Up(Manifest().Add("1_users", Users, "DROP TABLE users;"));

        await using var reader = await Database.Provider().OpenReaderAsync(default);

        Assert.Equal(new StoredText(Scalar("SELECT up_h1 FROM __migrations"), Users, IsMasked: false), await reader.ReadTextAsync(Scalar("SELECT up_h1 FROM __migrations"), default));
        Assert.Equal("DROP TABLE users;", (await reader.ReadTextAsync(Scalar("SELECT down_h1 FROM __migrations"), default))!.Text);
    }

    [Fact]
    public async Task A_large_text_is_kept_compressed_and_comes_back_whole()
    {
        string text = Users + string.Concat(Enumerable.Range(0, 2000).Select(i => $"\nINSERT INTO users VALUES ({i});"));
        await Up(Manifest().Add("1_users", text));

        await using var reader = await Database.Provider().OpenReaderAsync(default);

        Assert.Equal(text, (await reader.ReadTextAsync(Scalar("SELECT up_h1 FROM __migrations"), default))!.Text);
        Assert.True(long.Parse(Scalar("SELECT length(content) FROM __migrations_text"), System.Globalization.CultureInfo.InvariantCulture) < text.Length / 2);
    }

    [Fact]
    public async Task A_text_above_a_megabyte_or_with_store_false_is_known_by_its_hash_only()
    {
        string large = Users + "\n-- " + new string('x', 1024 * 1024);
        await Up(Manifest().Add("1_users", large).Add("2_posts", "-- migrate:options store:false\n" + Posts));

        Assert.Equal("0", Scalar("SELECT count(*) FROM __migrations_text"));
        Assert.Equal("2", Scalar("SELECT count(*) FROM __migrations WHERE length(up_h1) = 64"));
    }

    [Fact]
    public async Task Password_literals_never_reach_history_or_journal()
    {
        const string Secret = "hunter2-not-to-be-seen";
        await Up(Manifest().Add("1_users", $"CREATE TABLE users (id INTEGER, password TEXT);\nUPDATE users SET password = '{Secret}';"));
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest()
            .Add("1_users", $"CREATE TABLE users (id INTEGER, password TEXT);\nUPDATE users SET password = '{Secret}';")
            .Add("2_bad", $"UPDATE users SET nothing = 1, password = '{Secret}';")));

        await using var reader = await Database.Provider().OpenReaderAsync(default);
        var text = await reader.ReadTextAsync(Scalar("SELECT up_h1 FROM __migrations WHERE id = '1_users'"), default);

        Assert.True(text!.IsMasked);
        Assert.Contains("password = '***'", text.Text, StringComparison.Ordinal);
        foreach (string table in new[] { "__migrations", "__migrations_journal" })
        {
            Assert.DoesNotContain(Database.Query($"SELECT * FROM {table}"), row => row.Contains(Secret, StringComparison.Ordinal));
        }
    }
}
