using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>Foreign keys are off while a migration runs, so that tables can be rebuilt, and what it breaks fails it.</summary>
public sealed class ForeignKeyTests : SqliteTest
{
    private const string Schema =
        """
        CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
        INSERT INTO users VALUES (1, 'a'), (2, 'b');
        INSERT INTO posts VALUES (10, 1), (11, 2), (12, 2);
        """;

    private static ManifestBuilder With(string script) => Manifest().Add("1_schema", Schema).Add("2_next", script);

    private async Task<Results.MigrationFailure> NextFails(string script)
    {
        await Up(Manifest().Add("1_schema", Schema));
        return (await Assert.ThrowsAsync<MigrationFailedException>(() => Up(With(script)))).Result.Failed!;
    }

    [Fact]
    public async Task A_parent_table_is_rebuilt_without_losing_its_children()
    {
        await Up(With(
            """
            CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
            INSERT INTO users_new SELECT id, name FROM users;
            DROP TABLE users;
            ALTER TABLE users_new RENAME TO users;
            """));

        Assert.Equal(["10", "11", "12"], Query("SELECT id FROM posts ORDER BY id"));
        Assert.Empty(Query("PRAGMA foreign_key_check"));
    }

    [Fact]
    public async Task A_rename_that_takes_the_childs_key_along_fails_though_the_child_is_empty()
    {
        await Up(Manifest().Add("1_schema", Schema).Add("2_empty", "DELETE FROM posts;"));

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_schema", Schema).Add("2_empty", "DELETE FROM posts;").Add(
            "3_rebuild",
            """
            ALTER TABLE users RENAME TO users_old;
            CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            INSERT INTO users SELECT * FROM users_old;
            DROP TABLE users_old;
            """)));

        Assert.Contains("posts(user_id) → users_old", e.Result.Failed!.Message, StringComparison.Ordinal);
        Assert.Contains("then rename the new one", e.Result.Failed.Hint, StringComparison.Ordinal);
        Assert.Equal(2, Query("SELECT id FROM users").Count);
    }

    [Fact]
    public async Task Rows_that_lose_their_parent_fail_the_migration_and_are_named()
    {
        var failure = await NextFails("DELETE FROM users WHERE id = 2;");

        Assert.Equal("This migration leaves 2 rows that refer to nothing: posts(user_id) = 2 refers to no row of users (2 more than before).", failure.Message);
        Assert.Equal("If this file expects cascades: -- migrate:options foreign_keys:on", failure.Hint);
        Assert.Equal(2, Query("SELECT id FROM users").Count);
    }

    [Fact]
    public async Task What_a_down_left_behind_does_not_keep_its_parent_from_being_taken_back()
    {
        var observer = new RecordingObserver();
        var manifest = Manifest()
            .Add("1_orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY);", "DROP TABLE orders;")
            .Add("2_lines", "CREATE TABLE lines (order_id INTEGER REFERENCES orders(id));", "SELECT 'the lines are kept';");
        await Up(manifest);

        var result = await new Migrator(manifest.Build(), Database.Provider(), new MigratorOptions { Observer = observer }).DownAsync(new DownRequest { All = true });

        Assert.Equal(["2_lines", "1_orders"], result.RolledBack);
        Assert.Contains("lines(order_id) → orders refers to nothing usable now", Assert.Single(observer.Of<MigrationEvent.Noted>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_a_standing_migration_made_keeps_its_parent_from_being_taken_back()
    {
        var manifest = Manifest()
            .Add("1_lines", "CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER);", "DROP TABLE lines;")
            .Add("2_orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY);\nALTER TABLE lines ADD COLUMN of INTEGER REFERENCES orders(id);", "DROP TABLE orders;");
        await Up(manifest);

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(manifest.Build(), Database.Provider()).DownAsync());

        Assert.Contains("lines(of) → orders", e.Result.Failed!.Message, StringComparison.Ordinal);
        Assert.Single(Query("SELECT 1 FROM sqlite_master WHERE name = 'orders'"));
    }

    [Fact]
    public async Task With_foreign_keys_on_cascades_run_and_are_counted()
    {
        var observer = new RecordingObserver();

        await Up(With("-- migrate:options foreign_keys:on\nDELETE FROM users WHERE id = 2;"), new MigratorOptions { Observer = observer });

        Assert.Equal(["10"], Query("SELECT id FROM posts"));
        Assert.Equal("With foreign_keys:on, 2 further rows were changed by cascades and triggers.", Assert.Single(observer.Of<MigrationEvent.Noted>()).Text);
    }

    [Fact]
    public async Task A_leading_pragma_foreign_keys_is_read_as_the_option()
    {
        await Up(With("PRAGMA foreign_keys = ON;\nDELETE FROM users WHERE id = 2;"));

        Assert.Equal(["10"], Query("SELECT id FROM posts"));
    }

    [Fact]
    public async Task A_deferred_violation_is_found_before_the_commit_and_named()
    {
        var failure = await NextFails("-- migrate:options foreign_keys:on\nPRAGMA defer_foreign_keys = ON;\nINSERT INTO posts VALUES (13, 99);");

        Assert.Contains("posts(user_id) = 99 refers to no row of users", failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.Hint);
    }

    [Fact]
    public async Task Violations_that_were_there_before_do_not_fail_a_migration()
    {
        await Up(Manifest().Add("1_schema", Schema));
        Database.Execute("PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES (90, 77), (91, 77);");

        await Up(With("CREATE TABLE posts_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), body TEXT);\nINSERT INTO posts_new SELECT id + 1000, user_id, '' FROM posts;\nDROP TABLE posts;\nALTER TABLE posts_new RENAME TO posts;"));

        Assert.Equal("2", Scalar("SELECT count(*) FROM posts WHERE user_id = 77"));
    }

    [Fact]
    public async Task One_more_row_with_an_old_bad_value_fails_though_the_value_is_not_new()
    {
        await Up(Manifest().Add("1_schema", Schema));
        Database.Execute("PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES (90, 77);");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(With("INSERT INTO posts VALUES (91, 77);")));

        Assert.Contains("leaves 1 rows", e.Result.Failed!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renamed_child_takes_its_old_violations_along_and_no_new_ones()
    {
        await Up(Manifest().Add("1_schema", Schema));
        Database.Execute("PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES (90, 77);");
        await Up(With("ALTER TABLE posts RENAME TO articles;"));

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(With("ALTER TABLE posts RENAME TO articles;")
            .Add("3_again", "ALTER TABLE articles RENAME TO essays;\nINSERT INTO essays VALUES (91, 78);")));

        Assert.Contains("essays(user_id) = 78", e.Result.Failed!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_without_rowids_is_checked_by_its_values()
    {
        await Up(Manifest().Add("1_t", "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (k TEXT PRIMARY KEY, p INTEGER REFERENCES p) WITHOUT ROWID;\nINSERT INTO p VALUES (1);\nINSERT INTO c VALUES ('x', 1), ('y', 1);"));

        var failure = await Fails2("DELETE FROM p;");

        Assert.Equal("This migration leaves 2 rows that refer to nothing: c(p) = 1 refers to no row of p (2 more than before).", failure);

        async Task<string> Fails2(string script) => (await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest()
            .Add("1_t", "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (k TEXT PRIMARY KEY, p INTEGER REFERENCES p) WITHOUT ROWID;\nINSERT INTO p VALUES (1);\nINSERT INTO c VALUES ('x', 1), ('y', 1);")
            .Add("2_t", script)))).Result.Failed!.Message;
    }

    [Fact]
    public async Task A_trigger_that_writes_a_table_with_foreign_keys_is_seen()
    {
        await Up(Manifest().Add("1_schema", Schema).Add("2_tr", "CREATE TABLE log (id INTEGER);\nCREATE TRIGGER tr AFTER INSERT ON log BEGIN DELETE FROM users WHERE id = new.id; END;"));

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_schema", Schema)
            .Add("2_tr", "CREATE TABLE log (id INTEGER);\nCREATE TRIGGER tr AFTER INSERT ON log BEGIN DELETE FROM users WHERE id = new.id; END;")
            .Add("3_log", "INSERT INTO log VALUES (1);")));

        Assert.Contains("posts(user_id) = 1", e.Result.Failed!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parent_that_loses_its_unique_index_fails_the_migration()
    {
        const string Coded = "CREATE TABLE codes (code TEXT);\nCREATE UNIQUE INDEX codes_u ON codes (code);\nCREATE TABLE uses (code TEXT REFERENCES codes (code));";
        await Up(Manifest().Add("1_t", Coded));

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_t", Coded).Add("2_t", "DROP INDEX codes_u;")));

        Assert.Contains("uses(code) → codes", e.Result.Failed!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_mismatch_is_reported_and_does_not_stop_a_migration()
    {
        Database.Execute("CREATE TABLE codes (code TEXT); CREATE TABLE uses (code TEXT REFERENCES codes (code));");
        var observer = new RecordingObserver();

        await Up(Manifest().Add("1_t", "INSERT INTO uses VALUES ('x');"), new MigratorOptions { Observer = observer });

        Assert.Contains("uses(code) → codes referred to nothing usable before", Assert.Single(observer.Of<MigrationEvent.Noted>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_made_with_its_own_bad_rows_fails()
    {
        var failure = await NextFails("CREATE TABLE likes (post_id INTEGER REFERENCES posts (id));\nINSERT INTO likes VALUES (10), (555);");

        Assert.Contains("likes(post_id) = 555", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_without_foreign_keys_are_not_checked_for_others_violations()
    {
        await Up(Manifest().Add("1_schema", Schema));
        Database.Execute("PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES (90, 77);");

        var result = await Up(With("CREATE TABLE other (id INTEGER);\nINSERT INTO other VALUES (1);"));

        Assert.Equal(["2_next"], result.Applied);
    }

    [Fact]
    public async Task A_parent_that_a_later_pending_file_brings_back_may_be_missing_in_between()
    {
        await Up(Manifest().Add("1_schema", Schema));
        var observer = new RecordingObserver();

        await Up(
            With("CREATE TABLE users_new (id INTEGER PRIMARY KEY);\nINSERT INTO users_new SELECT id FROM users;\nDROP TABLE users;")
                .Add("3_rename", "ALTER TABLE users_new RENAME TO users;"),
            new MigratorOptions { Observer = observer });

        Assert.Contains("a later one names the table", Assert.Single(observer.Of<MigrationEvent.Noted>()).Text, StringComparison.Ordinal);
        Assert.Empty(Query("PRAGMA foreign_key_check"));
    }

    [Fact]
    public async Task A_parent_may_be_missing_between_the_units_of_one_file()
    {
        await Up(With("BEGIN;\nCREATE TABLE users_new (id INTEGER PRIMARY KEY);\nINSERT INTO users_new SELECT id FROM users;\nDROP TABLE users;\nCOMMIT;\nBEGIN;\nALTER TABLE users_new RENAME TO users;\nCOMMIT;\nVACUUM;"));

        Assert.Empty(Query("PRAGMA foreign_key_check"));
    }

    [Fact]
    public async Task What_an_earlier_unit_broke_fails_the_last_one_also_where_a_vacuum_follows()
    {
        var failure = await NextFails("BEGIN;\nDELETE FROM users WHERE id = 2;\nCOMMIT;\nBEGIN;\nCREATE TABLE other (id INTEGER);\nCOMMIT;\nVACUUM;");

        Assert.Contains("leaves 2 rows", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("Its first 1 of 3 statements are committed", failure.LeftBehind, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_begins_outside_a_transaction_is_not_blamed_for_the_one_before()
    {
        await Up(Manifest().Add("1_schema", Schema).Add("2_vacuum", "VACUUM;\nCREATE TABLE other (id INTEGER);"));

        Assert.Equal("2", Scalar("SELECT count(*) FROM __migrations WHERE state = 'completed'"));
    }
}
