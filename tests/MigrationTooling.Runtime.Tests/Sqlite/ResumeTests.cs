using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>A migration that is taken up behind committed units finds the session that those units had made.</summary>
public sealed class ResumeTests : SqliteTest
{
    [Fact]
    public async Task A_database_attached_by_a_committed_unit_is_attached_again()
    {
        string other = Database.File.Path + ".other";
        string script = $"ATTACH '{other}' AS other;\nCREATE TABLE other.t (id INTEGER);\nINSERT INTO other.t VALUES (1);\nDETACH other;\nCREATE TABLE t (id INTEGER);";
        await BreakAsync(script, "INSERT INTO other.t VALUES (1)", "-- migrate:options transaction:false\n");

        await Up(Manifest().Add("1_t", "-- migrate:options transaction:false\n" + script));

        Assert.Equal(["1"], new SqliteFile(other).Query("SELECT id FROM t"));
        Assert.Equal("completed|5", Scalar("SELECT state, statements_done FROM __migrations"));
    }

    [Fact]
    public async Task A_pragma_of_a_committed_unit_holds_for_the_rest()
    {
        const string Script = "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (p INTEGER REFERENCES p);\nPRAGMA legacy_alter_table = ON;\nALTER TABLE p RENAME TO parents;\nALTER TABLE parents RENAME TO p;";
        var repeated = new List<string>();
        await BreakAsync(Script, "ALTER TABLE p RENAME TO parents", "-- migrate:options transaction:false\n");

        await Up(Manifest().Add("1_t", "-- migrate:options transaction:false\n" + Script), provider: new SteppedProvider(Database.Provider(), step =>
        {
            repeated.AddRange(step.StartsWith("restore session", StringComparison.Ordinal) ? [step] : []);
            return default;
        }));

        Assert.Equal(["restore session PRAGMA legacy_alter_table = ON"], repeated);
        Assert.Contains("REFERENCES p)", Scalar("SELECT sql FROM sqlite_master WHERE name = 'c'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pragma_that_lies_in_the_file_is_not_set_again()
    {
        const string Script = "PRAGMA user_version = 5;\nCREATE TABLE t (id INTEGER);";
        await BreakAsync(Script, "CREATE TABLE t (id INTEGER)", "-- migrate:options transaction:false\n");
        Database.Execute("PRAGMA user_version = 6");

        await Up(Manifest().Add("1_t", "-- migrate:options transaction:false\n" + Script));

        Assert.Equal("6", Scalar("PRAGMA user_version"));
    }

    [Theory]
    [InlineData("CREATE TEMP TABLE scratch (id INTEGER)")]
    [InlineData("CREATE TABLE temp.\"scratch\" (id INTEGER)")]
    [InlineData("CREATE TEMPORARY VIEW IF NOT EXISTS scratch AS SELECT 1 AS id")]
    public async Task What_needs_a_temporary_object_of_a_committed_unit_cannot_be_resumed_and_says_why(string creation)
    {
        string script = $"{creation};\nCREATE TABLE t (id INTEGER);\nINSERT INTO t SELECT id FROM scratch;";
        await BreakAsync(script, "CREATE TABLE t (id INTEGER)", "-- migrate:options transaction:false\n");

        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Up(Manifest().Add("1_t", "-- migrate:options transaction:false\n" + script)));

        Assert.Equal("'1_t' was interrupted after unit 1, and what is left needs the temporary 'scratch' of unit 1, which ended with its connection.", e.Message);
        Assert.StartsWith("'1_t' is in_progress: 1 of 3 statements are recorded as committed", e.LeftBehind, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate resolve 1_t --as pending", e.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_table_that_no_later_unit_names_is_in_nobodys_way()
    {
        const string Script = "BEGIN;\nCREATE TEMP TABLE scratch (id INTEGER);\nCREATE TABLE a (id INTEGER);\nCOMMIT;\nBEGIN;\nCREATE TABLE t (id INTEGER);\nCOMMIT;";
        await BreakAsync(Script, "CREATE TABLE t (id INTEGER)");

        await Up(Manifest().Add("1_t", Script));

        Assert.Equal("completed|3", Scalar("SELECT state, statements_done FROM __migrations"));
    }

    [Fact]
    public async Task A_temporary_table_named_with_its_schema_is_gone_when_the_next_migration_runs()
    {
        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest()
            .Add("1_temp", "CREATE TABLE temp.scratch (id INTEGER);")
            .Add("2_reads", "SELECT * FROM scratch;")));

        Assert.Contains("no such table: scratch", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs the script until this statement, at which the runner dies.</summary>
    private async Task BreakAsync(string script, string at, string options = "") =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Up(
            Manifest().Add("1_t", options + script),
            provider: new SmugglingProvider(Database.Provider(), at, null)));
}
