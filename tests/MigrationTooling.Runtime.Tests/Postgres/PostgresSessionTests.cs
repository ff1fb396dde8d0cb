using System;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Npgsql;
using MigrationTooling.Planning;
using MigrationTooling.Postgres.Tests;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>What scripts do to their session, and what of it reaches the history or the next migration: nothing.</summary>
public sealed class PostgresSessionTests : PostgresTest
{
    [Theory]
    [InlineData("SELECT set_config('search_path', '', false);")]
    [InlineData("SET search_path = nowhere;")]
    [InlineData("SET ROLE migrate_nobody;")]
    [InlineData("SET SESSION AUTHORIZATION migrate_nobody;")]
    [InlineData("SET standard_conforming_strings = off;")]
    [InlineData("RESET ALL;")]
    [InlineData("SET default_transaction_isolation = 'serializable';")]
    [InlineData("SET client_min_messages = error;\nCREATE TEMP TABLE t (id INTEGER);\nPREPARE p AS SELECT 1;\nDECLARE c CURSOR WITH HOLD FOR SELECT 1;\nLISTEN x;")]
    public async Task A_script_may_change_its_session_and_the_history_and_the_next_migration_do_not_notice(string script)
    {
        Database.Execute("DO $$ BEGIN CREATE ROLE migrate_nobody; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");

        var result = await Up(Manifest()
            .Add("1_change", script)
            .Add("2_after", "CREATE TABLE after AS SELECT current_user::text AS who, current_setting('search_path') AS path;\nCREATE TEMP TABLE t (id INTEGER);\nPREPARE p AS SELECT 1;"));

        Assert.Equal(2, result.Applied.Count);
        Assert.Equal(Scalar("SELECT current_user || '|' || current_setting('search_path')"), Scalar("SELECT * FROM public.after"));
    }

    [Fact]
    public async Task Between_the_units_of_one_migration_its_settings_stay_and_the_fence_is_passed_as_ourselves()
    {
        Database.Execute("DO $$ BEGIN CREATE ROLE migrate_nobody; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$; GRANT ALL ON SCHEMA public TO migrate_nobody");

        await Up(Manifest().Add("1_two", "BEGIN;\nSET ROLE migrate_nobody;\nCOMMIT;\nBEGIN;\nCREATE TABLE theirs (id INTEGER);\nCOMMIT;"));

        Assert.Equal("migrate_nobody", Scalar("SELECT tableowner FROM pg_tables WHERE tablename = 'theirs'"));
        Database.Execute("DROP TABLE theirs; REVOKE ALL ON SCHEMA public FROM migrate_nobody");
    }

    [Fact]
    public async Task A_transaction_that_ended_under_the_engine_is_never_recorded_as_done()
    {
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);\nSELECT 1;\nINSERT INTO users VALUES (1);");

        var failure = await Fails(manifest, new SmugglingProvider(Database.Provider(), "SELECT 1", "COMMIT"));

        Assert.Contains("transaction of this unit was ended", failure.Message, StringComparison.Ordinal);
        Assert.Equal("failed", Scalar("SELECT state FROM __migrations"));
        Assert.Equal(DatabaseState.Dirty, (await Migrator(manifest).StatusAsync()).State);
    }

    [Fact]
    public async Task A_deferred_constraint_that_does_not_hold_fails_the_file_and_not_the_commit()
    {
        var failure = await Fails(Manifest().Add(
            "1_nodes",
            "CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES nodes DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO nodes VALUES (1, 9);"));

        Assert.Equal("23503", failure.SqlState);
        Assert.DoesNotContain("commit", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(failure.Details, d => d.StartsWith("DETAIL: Key (parent)=(9)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_may_only_be_read_is_exit_6_and_says_why()
    {
        Database.Execute($"ALTER DATABASE {Database.Server.Name} SET default_transaction_read_only = on");

        var e = await Assert.ThrowsAsync<CannotConnectException>(() => Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);")));

        Assert.Contains("read-only", e.Message, StringComparison.Ordinal);
        Assert.Contains("default_transaction_read_only", e.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_the_historys_name_that_is_something_else_is_left_alone()
    {
        Database.Execute("CREATE TABLE __migrations (id INTEGER, what TEXT)");

        var e = await Assert.ThrowsAsync<UsageException>(() => Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);")));

        Assert.Contains("not a history of this tool", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_tables_with_primary_keys_are_made_and_nothing_else()
    {
        await Up(Manifest().Add("1_nothing", "SELECT 1;"));

        Assert.Equal(
            ["i|__migrations_journal_pkey", "i|__migrations_meta_pkey", "i|__migrations_owner_pkey", "i|__migrations_pkey", "i|__migrations_text_pkey",
                "r|__migrations", "r|__migrations_journal", "r|__migrations_meta", "r|__migrations_owner", "r|__migrations_text"],
            Query("SELECT relkind, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relkind, relname COLLATE \"C\""));
    }

    [Fact]
    public async Task A_copy_of_a_database_says_so_and_has_no_live_runner()
    {
        await Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);"));
        string copy = Database.Server.Name + "_copy";
        PostgresServer.Execute(PostgresServer.ConnectionString, $"CREATE DATABASE {copy} TEMPLATE {Database.Server.Name}");
        try
        {
            var provider = new NpgsqlProvider(PostgresServer.ConnectionStringTo(copy));

            var status = await Migrator(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);"), provider).StatusAsync();

            Assert.Contains(status.Findings, f => f.Rule.Id == "MIG0513" && f.Message.Contains(Database.Server.Name + " (", StringComparison.Ordinal));
        }
        finally
        {
            PostgresServer.DropDatabase(copy);
        }
    }
}
