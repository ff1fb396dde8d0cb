using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What a rollback that fails or is interrupted leaves, on every engine.</summary>
public abstract class BrokenDownContract : EngineContract
{
    private const string TwoTables = "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);";

    private const string TwoUnits = "BEGIN;\nDROP TABLE b;\nCOMMIT;\nBEGIN;\nDROP TABLE a;\nCOMMIT;";

    private ManifestBuilder Two(string down = TwoUnits) => Manifest().Add("1_two", TwoTables, down);

    private sealed class Dead : Exception;

    /// <summary>Ends the run at a step as a kill would: nothing is written after it.</summary>
    private async Task DieAsync(ManifestBuilder manifest, string at)
    {
        bool isDead = false;
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            isDead |= step == at;
            return isDead && step != "unlock" ? throw new Dead() : default;
        });
        await Assert.ThrowsAsync<Dead>(() => Migrator(manifest, provider: provider).DownAsync());
    }

    [Fact]
    public async Task A_failed_down_leaves_nothing_and_its_migration_is_applied_as_before()
    {
        var manifest = Two("DROP TABLE b;\n\nDROP TABLE nowhere;");
        await Up(manifest);
        string before = Scalar("SELECT statements_done, finished_on, attempt FROM __migrations");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Migrator(manifest).DownAsync());

        Assert.Equal((ErrorKind.Failed, "Nothing: its transaction was rolled back."), (e.Kind, e.LeftBehind));
        // PostgreSQL points into a statement that it can't parse, not at a table that is not there.
        int column = Database.Dialect == Dialect.PostgreSql ? 1 : 12;
        Assert.Equal(("1_two", "1_two.down.sql", 3, column), (e.Result.Failed!.Id, e.Result.Failed.File, e.Result.Failed.Line, e.Result.Failed.Column));
        Assert.Equal("Mend 1_two.down.sql, then: dotnet migrate down --down-from file", e.NextStep);
        Assert.True(TableExists("b"));
        Assert.Equal(DatabaseState.Clean, e.Result.State);
        Assert.Equal("completed|" + before, Scalar("SELECT state, statements_done, finished_on, attempt FROM __migrations"));
        Assert.Equal(["rollback_intent|1", "rollback_failed|1"], Journal("1_two").TakeLast(2));

        await Migrator(Two()).DownAsync(new DownRequest { From = DownSource.File });
        Assert.False(TableExists("a"));
    }

    [Fact]
    public async Task Those_taken_back_before_a_failure_stay_taken_back()
    {
        var manifest = Two("DROP TABLE nowhere;").Add("2_c", "CREATE TABLE c (id INTEGER);", "DROP TABLE c;");
        await Up(manifest);

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Migrator(manifest).DownAsync(new DownRequest { All = true }));

        Assert.Equal(["2_c"], e.Result.RolledBack);
        Assert.False(TableExists("c"));
    }

    [Theory]
    [InlineData("write rollback_intent 1_two")]
    [InlineData("written rollback_intent 1_two")]
    [InlineData("begin 1_two")]
    [InlineData("execute DROP TABLE")]
    [InlineData("commit unit_completed 1_two")]
    public async Task Interrupted_before_anything_was_committed_the_migration_stands_and_up_puts_the_row_right(string step)
    {
        var manifest = Two();
        await Up(manifest);
        string before = Scalar("SELECT state, units_done, statements_done, finished_on, attempt, runner FROM __migrations");
        await DieAsync(manifest, step);
        bool begun = step != "write rollback_intent 1_two";
        var status = await Migrator(manifest).StatusAsync();
        Assert.Equal(begun ? "MIG0515" : null, status.Findings.SingleOrDefault()?.Rule.Id);
        Assert.Equal(0, status.Pending);

        var result = await Up(manifest);

        Assert.Equal(begun ? ["1_two"] : [], result.Recovered);
        Assert.Empty(result.Applied);
        Assert.Equal(DatabaseState.Clean, result.State);
        Assert.Equal(before, Scalar("SELECT state, units_done, statements_done, finished_on, attempt, runner FROM __migrations"));
        Assert.Equal(begun ? "rollback_abandoned|1" : "completed|1", Journal("1_two")[^1]);
        Assert.True(TableExists("a") && TableExists("b"));
    }

    [Fact]
    public async Task Interrupted_before_anything_was_committed_down_puts_the_row_right_and_takes_it_back()
    {
        await Up(Two());
        await DieAsync(Two(), "begin 1_two");

        var result = await Migrator(Two()).DownAsync();

        Assert.Equal(["1_two"], result.RolledBack);
        Assert.Equal(["1_two"], result.Recovered);
        Assert.Equal(["rollback_intent|1", "rollback_abandoned|1", "rollback_intent|1", "unit_completed|1", "rolled_back|1"], Journal("1_two").TakeLast(5));
    }

    [Fact]
    public async Task Interrupted_halfway_up_refuses_and_names_the_command_that_ends_it_and_that_command_works()
    {
        await Up(Two());
        await DieAsync(Two(), "committed unit_completed 1_two");
        Assert.Equal(DatabaseState.Rollback, (await Migrator(Two()).StatusAsync()).State);

        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Up(Two()));
        Assert.Equal((ErrorKind.Dirty, "End it: dotnet migrate down"), (e.Kind, e.NextStep));
        Assert.Contains("1 of 2 statements", e.Message, StringComparison.Ordinal);

        var result = await Migrator(Two()).DownAsync();

        Assert.Equal(["1_two"], result.RolledBack);
        Assert.Equal(["1_two"], result.Recovered);
        Assert.False(TableExists("a"));
        Assert.Equal("rolled_back||", Scalar("SELECT state, rollback_units, rollback_statements_done FROM __migrations"));
        Assert.Equal(["1_two"], (await Up(Two())).Applied);
    }

    [Fact]
    public async Task A_failure_behind_committed_units_stays_rolling_back_and_the_mended_rest_ends_it()
    {
        var broken = Two("BEGIN;\nDROP TABLE b;\nCOMMIT;\nBEGIN;\nDROP TABLE nowhere;\nCOMMIT;");
        await Up(broken);

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Migrator(broken).DownAsync());

        Assert.Equal("Its first 1 of 2 statements are committed (units 1 to 1 of 2); unit 2 was rolled back.", e.LeftBehind);
        Assert.Equal(DatabaseState.Rollback, e.Result.State);
        Assert.Equal("rolling_back|1|2", Scalar("SELECT state, rollback_statements_done, rollback_statements_total FROM __migrations"));
        Assert.Contains("nowhere", Scalar("SELECT failure_reason FROM __migrations"), StringComparison.Ordinal);

        await Migrator(Two()).DownAsync(new DownRequest { From = DownSource.File });
        Assert.False(TableExists("a"));
    }

    [Fact]
    public async Task A_committed_unit_with_another_text_is_dirty_and_says_which()
    {
        await Up(Two());
        await DieAsync(Two(), "committed unit_completed 1_two");

        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(
            () => Migrator(Two("BEGIN;\nDELETE FROM b;\nCOMMIT;\nBEGIN;\nDROP TABLE a;\nCOMMIT;")).DownAsync(new DownRequest { From = DownSource.File }));

        Assert.Contains("unit 1 of its down script", e.Message, StringComparison.Ordinal);
        Assert.Equal(["1_two"], (await Migrator(Two("DROP TABLE a;")).DownAsync(new DownRequest { From = DownSource.History })).RolledBack);
    }

    [Fact]
    public async Task A_half_rolled_back_migration_can_not_be_the_target_that_stays()
    {
        await Up(Two());
        await DieAsync(Two(), "committed unit_completed 1_two");

        await Assert.ThrowsAsync<UsageException>(() => Migrator(Two()).DownAsync(new DownRequest { Target = "1_two" }));
    }

    [Fact]
    public async Task Nothing_is_taken_back_from_under_a_partly_applied_migration()
    {
        var manifest = Two().Add("2_broken", "BEGIN;\nCREATE TABLE c (id INTEGER);\nCOMMIT;\nINSERT INTO nowhere VALUES (1);", "DROP TABLE c;");
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(manifest));

        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Migrator(manifest).DownAsync());

        Assert.Contains("'2_broken' is partly applied", e.Message, StringComparison.Ordinal);
        Assert.True(TableExists("a"));
    }

    [Fact]
    public async Task A_runner_that_lost_the_ownership_takes_nothing_back()
    {
        await Up(Two());
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            if (step == "begin 1_two")
            {
                Database.Execute("UPDATE __migrations_owner SET token = token + 1, runner = 'other'");
            }

            return default;
        });

        await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(Two(), provider: provider).DownAsync());

        Assert.True(TableExists("b"));
    }
}
