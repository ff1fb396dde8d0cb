using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Sqlite;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>The history's tables: their names, their format, and what else may stand in their place.</summary>
public sealed class HistoryTableTests : SqliteTest
{
    private static ManifestBuilder Users => Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);");

    private static ManifestBuilder UsersAndPosts => Users.Add("2_posts", "CREATE TABLE posts (id INTEGER);");

    private Migrator With(string table, ManifestBuilder? manifest = null) =>
        new((manifest ?? Users).Build(), Database.Provider(new SqliteProviderOptions { HistoryTable = table }));

    [Fact]
    public async Task Only_tables_of_the_bases_name_are_made_and_nothing_else()
    {
        await With("history").UpAsync();

        Assert.Equal(
            ["table|history", "table|history_journal", "table|history_meta", "table|history_owner", "table|history_text", "table|users"],
            Query("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"));
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name LIKE 'history%' AND sql NOT LIKE '%PRIMARY KEY%'"));
    }

    [Fact]
    public async Task Two_histories_in_one_file_do_not_know_each_other()
    {
        await With("first").UpAsync();

        await With("second", Manifest().Add("1_other", "CREATE TABLE other (id INTEGER);")).UpAsync();

        Assert.Equal(["1_users"], Query("SELECT id FROM first"));
        Assert.Equal(["1_other"], Query("SELECT id FROM second"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("a\"b")]
    [InlineData("x; DROP TABLE users; --")]
    [InlineData("m\u00fcll")]
    [InlineData("sqlite_history")]
    [InlineData("a_name_that_is_longer_than_every_engine_would_keep")]
    public void A_name_that_is_no_plain_word_is_refused(string table) =>
        Assert.Throws<ArgumentException>(() => With(table));

    [Fact]
    public async Task A_table_of_that_name_that_is_no_history_is_left_alone()
    {
        Database.Execute("CREATE TABLE users (id INTEGER)");

        var e = await Assert.ThrowsAsync<UsageException>(() => With("users").UpAsync());

        Assert.Equal("The database has a table 'users' that is not a history of this tool.", e.Message);
        Assert.Equal(["users"], Query("SELECT name FROM sqlite_master"));
    }

    [Fact]
    public async Task A_name_that_runs_into_another_historys_tables_is_refused()
    {
        await With("history").UpAsync();

        await Assert.ThrowsAsync<UsageException>(() => With("history_journal").UpAsync());
    }

    [Theory]
    [InlineData("schema_migrations", "Rails, dbmate or golang-migrate")]
    [InlineData("__EFMigrationsHistory", "Entity Framework Core")]
    [InlineData("flyway_schema_history", "Flyway")]
    [InlineData("_sqlx_migrations", "sqlx")]
    [InlineData("goose_db_version", "goose")]
    [InlineData("alembic_version", "Alembic")]
    [InlineData("DATABASECHANGELOG", "Liquibase")]
    public async Task Another_tools_history_is_named_in_status_and_before_a_run(string table, string tool)
    {
        Database.Execute($"CREATE TABLE {table} (version TEXT)");
        var migrator = new Migrator(Users.Build(), Database.Provider());

        var finding = Assert.Single((await migrator.StatusAsync()).Findings);

        Assert.Equal("MIG0503", finding.Rule.Id);
        Assert.Contains($"The table '{table}' is the history of {tool}", finding.Message, StringComparison.Ordinal);
        Assert.Equal("MIG0503", Assert.Single((await migrator.UpAsync()).Findings).Rule.Id);
        Assert.Empty((await migrator.StatusAsync()).Findings);
    }

    [Fact]
    public async Task A_newer_minor_format_with_further_columns_is_read_and_written()
    {
        await Up(Users);
        Database.Execute("ALTER TABLE __migrations ADD COLUMN new_in_1_7 TEXT; UPDATE __migrations_meta SET value = '1.7' WHERE key = 'format'");

        Assert.Equal(["2_posts"], (await Up(UsersAndPosts)).Applied);
        Assert.Equal("1.7", Scalar("SELECT value FROM __migrations_meta WHERE key = 'format'"));
    }

    [Fact]
    public async Task An_older_minor_format_is_read_without_upgrading_and_upgraded_by_a_run_that_writes_anyway()
    {
        await Up(Users);
        Database.Execute(
            """
            ALTER TABLE __migrations DROP COLUMN rollback_units;
            ALTER TABLE __migrations DROP COLUMN rollback_statements_done;
            ALTER TABLE __migrations DROP COLUMN rollback_statements_total;
            UPDATE __migrations_meta SET value = '1.0' WHERE key = 'format';
            """);

        Assert.Equal(DatabaseState.Clean, (await new Migrator(Users.Build(), Database.Provider()).StatusAsync()).State);
        await Up(Users);
        Assert.Equal("1.0", Scalar("SELECT value FROM __migrations_meta WHERE key = 'format'"));

        await Up(UsersAndPosts);

        Assert.Equal("1.3", Scalar("SELECT value FROM __migrations_meta WHERE key = 'format'"));
        Assert.Equal("1.0 → 1.3", Scalar("SELECT detail FROM __migrations_journal WHERE kind = 'upgraded'"));
        Assert.Equal(["|"], Query("SELECT DISTINCT rollback_units, rollback_statements_done FROM __migrations"));
    }

    [Fact]
    public async Task A_newer_major_format_can_be_read_and_a_run_without_work_succeeds_but_none_writes()
    {
        await Up(Users);
        Database.Execute("ALTER TABLE __migrations DROP COLUMN runner; UPDATE __migrations SET state = 'completed'; UPDATE __migrations_meta SET value = '2.0' WHERE key = 'format'");

        var status = await new Migrator(Users.Build(), Database.Provider()).StatusAsync();
        Assert.Equal((DatabaseState.Clean, "MIG0504"), (status.State, Assert.Single(status.Findings).Rule.Id));
        Assert.Empty((await Up(Users)).Applied);

        var e = await Assert.ThrowsAsync<UsageException>(() => Up(UsersAndPosts));
        Assert.Equal((ErrorKind.Usage, "The history has format 2.0; this version writes 1.3."), (e.Kind, e.Message));
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 'posts'"));
    }

    [Fact]
    public async Task A_history_that_lost_its_meta_table_is_not_taken_for_an_empty_database()
    {
        await Up(Users);
        Database.Execute("DROP TABLE __migrations_meta");

        await Assert.ThrowsAsync<UsageException>(() => Up(UsersAndPosts));
    }

    [Fact]
    public async Task Ids_with_spaces_commas_quotes_and_Unicode_are_kept_as_they_are()
    {
        string[] ids = ["1_a, b = 'c'", "2_größe 日本", "3_" + new string('x', 300)];
        var manifest = ids.Aggregate(Manifest(), (m, id) => m.Add(id, "-- nothing"));
        await Up(manifest);
        var renamed = Manifest().Add("1_renamed", "-- nothing").Alias("1_renamed", ids[0]).Add(ids[1], "-- nothing").Add(ids[2], "-- nothing");

        var result = await Up(renamed);

        Assert.Equal(ids[0], Assert.Single(result.Renamed).From);
        Assert.Empty((await Up(manifest)).Applied);
        Assert.Equal(ids[1..], Query("SELECT id FROM __migrations WHERE id <> '1_renamed' ORDER BY sequence"));
    }
}
