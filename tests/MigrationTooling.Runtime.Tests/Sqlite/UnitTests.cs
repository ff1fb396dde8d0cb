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

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>A file's own transactions are its units, each committed with its history write, and an interrupted file goes on behind them.</summary>
public sealed class UnitTests : SqliteTest
{
    private const string TwoBlocks =
        """
        BEGIN;
        CREATE TABLE a (id INTEGER);
        INSERT INTO a VALUES (1);
        COMMIT;
        BEGIN IMMEDIATE;
        CREATE TABLE b (id INTEGER);
        INSERT INTO b VALUES (1);
        COMMIT;
        """;

    private const string SecondFails =
        """
        BEGIN;
        CREATE TABLE a (id INTEGER);
        INSERT INTO a VALUES (1);
        COMMIT;
        BEGIN IMMEDIATE;
        CREATE TABLE b (id INTEGER);
        INSERT INTO no_such_table VALUES (1);
        COMMIT;
        """;

    [Fact]
    public async Task A_block_between_foreign_key_pragmas_is_the_one_unit_and_runs_without_its_own_begin()
    {
        var steps = new List<string>();
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            steps.Add(step);
            return default;
        });
        var manifest = Manifest().Add("1_t", "PRAGMA foreign_keys=OFF;\nBEGIN;\nCREATE TABLE t (id INTEGER);\nCOMMIT;\nPRAGMA foreign_keys=ON;");

        await new Migrator(manifest.Build(), provider).UpAsync();

        Assert.Equal(["execute CREATE TABLE"], steps.Where(s => s.StartsWith("execute", StringComparison.Ordinal)));
        Assert.Equal("completed|1|1", Scalar("SELECT state, statements_done, statements_total FROM __migrations"));
    }

    [Fact]
    public async Task Every_block_is_a_unit_of_its_own()
    {
        var observer = new RecordingObserver();

        await Up(Manifest().Add("1_two", TwoBlocks), new MigratorOptions { Observer = observer });

        Assert.Equal(new MigrationEvent.UnitCompleted("1_two", 1, 2), Assert.Single(observer.Of<MigrationEvent.UnitCompleted>()));
        Assert.Equal(["intent", "unit_completed", "completed"], Query("SELECT kind FROM __migrations_journal WHERE migration = '1_two' ORDER BY entry"));
        Assert.Equal("completed|4|4", Scalar("SELECT state, statements_done, statements_total FROM __migrations"));
    }

    [Fact]
    public async Task After_a_failed_unit_the_database_is_dirty_and_says_what_is_committed()
    {
        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_two", SecondFails)));

        Assert.Equal(7, e.Result.Failed!.Line);
        Assert.Equal("Its first 2 of 4 statements are committed (units 1 to 1 of 2); unit 2 was rolled back.", e.LeftBehind);
        var status = await new Migrator(Manifest().Add("1_two", SecondFails).Build(), Database.Provider()).StatusAsync();
        Assert.Equal((DatabaseState.Dirty, MigrationState.Failed, 2), (status.State, status.Migrations[0].State, status.Migrations[0].StatementsDone));
        Assert.Equal(["a"], Query("SELECT name FROM sqlite_master WHERE name IN ('a', 'b')"));
    }

    [Fact]
    public async Task A_mended_file_goes_on_behind_the_units_that_are_committed()
    {
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_two", SecondFails)));

        var result = await Up(Manifest().Add("1_two", "-- mended\n" + TwoBlocks));

        Assert.Equal(["1_two"], result.Recovered);
        Assert.Equal(["1", "1"], [Scalar("SELECT count(*) FROM a"), Scalar("SELECT count(*) FROM b")]);
        Assert.Equal("completed|4|2", Scalar("SELECT state, statements_done, attempt FROM __migrations"));
    }

    [Fact]
    public async Task A_committed_unit_that_was_edited_refuses_the_run()
    {
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_two", SecondFails)));

        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Up(Manifest().Add("1_two", TwoBlocks.Replace("VALUES (1)", "VALUES (2)", StringComparison.Ordinal))));

        Assert.Contains("unit 1, which is committed, has another text now", e.Message, StringComparison.Ordinal);
        Assert.Equal("1", Scalar("SELECT id FROM a"));
    }

    [Fact]
    public async Task Statements_added_behind_committed_units_are_counted_anew_and_both_texts_stand_in_the_journal()
    {
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_two", SecondFails)));

        await Up(Manifest().Add("1_two", TwoBlocks.Replace("INSERT INTO b VALUES (1);", "INSERT INTO b VALUES (1);\nINSERT INTO b VALUES (2);", StringComparison.Ordinal)));

        Assert.Equal("completed|5|5", Scalar("SELECT state, statements_done, statements_total FROM __migrations"));
        Assert.Equal(["1", "2"], [Scalar("SELECT count(*) FROM a"), Scalar("SELECT count(*) FROM b")]);
        string failed = Scalar("SELECT h1 FROM __migrations_journal WHERE migration = '1_two' AND kind = 'failed'"), done = Scalar("SELECT h1 FROM __migrations_journal WHERE migration = '1_two' AND kind = 'completed'");
        Assert.NotEqual(failed, done);
        Assert.Equal(done, Scalar("SELECT up_h1 FROM __migrations"));
    }

    [Fact]
    public async Task Vacuum_and_journal_mode_run_outside_a_transaction_between_units()
    {
        await Up(Manifest().Add("1_mixed", "CREATE TABLE t (id INTEGER);\nPRAGMA journal_mode = WAL;\nINSERT INTO t VALUES (1);\nVACUUM;\nINSERT INTO t VALUES (2);"));

        Assert.Equal("wal", Scalar("PRAGMA journal_mode"));
        Assert.Equal(["1", "2"], Query("SELECT id FROM t"));
        Assert.Equal(4, Query("SELECT 1 FROM __migrations_journal WHERE kind = 'unit_completed'").Count);
        Assert.Equal("completed|5", Scalar("SELECT state, statements_done FROM __migrations"));
    }

    [Fact]
    public async Task With_transaction_false_every_statement_is_a_unit()
    {
        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_t", "-- migrate:options transaction:false\nCREATE TABLE t (id INTEGER);\nINSERT INTO t VALUES (1);\nSELECT nope;")));

        Assert.Equal("Its first 2 of 3 statements are committed (units 1 to 2 of 3); unit 3 was rolled back.", e.LeftBehind);
        Assert.Equal("1", Scalar("SELECT id FROM t"));
    }

    [Theory]
    [InlineData("CREATE TABLE t (id INTEGER);\nCOMMIT;", 2, "MIG0107")]
    [InlineData("BEGIN;\nCREATE TABLE t (id INTEGER);", 1, "MIG0107")]
    [InlineData("BEGIN;\nBEGIN;\nCOMMIT;", 2, "MIG0107")]
    [InlineData("BEGIN;\nCREATE TABLE t (id INTEGER);\nROLLBACK;", 3, "MIG0107")]
    [InlineData("BEGIN;\nVACUUM;\nCOMMIT;", 2, "MIG0107")]
    public async Task What_cannot_be_cut_into_units_is_refused_before_anything_runs(string script, int line, string rule)
    {
        var e = await Assert.ThrowsAsync<RefusedException>(() => Up(Manifest().Add("1_fine", "CREATE TABLE fine (id INTEGER);").Add("2_not", script)));

        Assert.Equal(ErrorKind.Refused, e.Kind);
        Assert.Equal((rule, "2_not", line), (e.Findings[0].Rule.Id, e.Findings[0].Migration, e.Findings[0].Place.Line));
        Assert.Empty(Query("SELECT 1 FROM sqlite_master"));
    }

    [Fact]
    public async Task A_commit_that_the_planner_did_not_see_cannot_end_the_units_transaction()
    {
        // The planner reads SQL and never misses a COMMIT; if it ever did, SQLite itself must refuse it.
        var provider = new SmugglingProvider(Database.Provider(), "SELECT 'smuggled'", "COMMIT");
        var manifest = Manifest().Add("1_t", "CREATE TABLE t (id INTEGER);\nSELECT 'smuggled';\nINSERT INTO t VALUES (1);");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(manifest.Build(), provider).UpAsync());

        Assert.Equal("SQLITE_CONSTRAINT_COMMITHOOK", e.Result.Failed!.SqlState);
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 't'"));
        Assert.Equal("failed|0", Scalar("SELECT state, statements_done FROM __migrations"));
    }

    [Fact]
    public async Task A_rollback_that_the_planner_did_not_see_is_dirty_and_never_recorded_as_done()
    {
        var provider = new SmugglingProvider(Database.Provider(), "SELECT 'smuggled'", "ROLLBACK");
        var manifest = Manifest().Add("1_t", "CREATE TABLE t (id INTEGER);\nSELECT 'smuggled';\nINSERT INTO t VALUES (1);");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(manifest.Build(), provider).UpAsync());

        Assert.Equal((2, "This statement ended the transaction that it ran in."), (e.Result.Failed!.Line, e.Result.Failed.Message));
        Assert.Equal("failed", Scalar("SELECT state FROM __migrations"));
        await Assert.ThrowsAsync<DirtyDatabaseException>(() => new Migrator(manifest.Build(), Database.Provider()).UpAsync());
    }
}
