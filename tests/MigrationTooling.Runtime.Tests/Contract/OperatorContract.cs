using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What an operator's verbs promise on every engine.</summary>
public abstract class OperatorContract : EngineContract
{
    [Fact]
    public async Task The_history_tells_every_attempt_with_who_and_why_and_the_newest_last()
    {
        var options = new MigratorOptions { RunnerName = "ann@ops pid 7", ToolVersion = "9.9" };
        await Assert.ThrowsAsync<MigrationFailedException>(() => Migrator(Manifest().Add("1_users", "INSERT INTO nowhere VALUES (1);"), options).UpAsync());
        await Migrator(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);"), options).UpAsync();

        var history = await Migrator(Manifest()).HistoryAsync();
        var all = await Migrator(Manifest()).HistoryAsync(new HistoryRequest { Everything = true });

        Assert.Equal(["created", "failed", "completed"], history.Entries.Select(e => e.Kind));
        Assert.Equal((1, 2), (history.Entries[1].Attempt, history.Entries[2].Attempt));
        Assert.Contains("nowhere", history.Entries[1].Detail, System.StringComparison.Ordinal);
        Assert.All(history.Entries, e => Assert.Equal(("ann@ops pid 7", "9.9"), (e.Runner, e.ToolVersion)));
        Assert.Equal(["created", "owned", "intent", "failed", "released", "owned", "intent", "completed", "released"], all.Entries.Select(e => e.Kind));
        Assert.Equal(all.Entries.Select(e => e.Number).Order(), all.Entries.Select(e => e.Number));
        Assert.NotNull(all.Entries[2].H1);
        Assert.NotNull(all.Entries[2].At);
    }

    [Fact]
    public async Task The_history_of_one_migration_is_asked_for_by_its_id_and_an_unknown_one_is_an_error()
    {
        await Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);").Add("2_more", "CREATE TABLE more (id INTEGER);"));

        var history = await Migrator(Manifest()).HistoryAsync(new HistoryRequest { Id = "2_more" });
        var e = await Assert.ThrowsAsync<UsageException>(() => Migrator(Manifest()).HistoryAsync(new HistoryRequest { Id = "3_none" }));

        Assert.Equal(["completed"], history.Entries.Select(x => x.Kind));
        Assert.Contains("'3_none'", e.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_nobody_migrated_has_an_empty_history() =>
        Assert.Empty((await Migrator(Manifest()).HistoryAsync()).Entries);

    private static MigratorOptions Ann => new() { RunnerName = "ann@ops pid 7", RunLockTimeout = System.TimeSpan.Zero };

    private const string TwoUnits = "BEGIN;\nCREATE TABLE one (id INTEGER);\nCOMMIT;\nBEGIN;\nINSERT INTO {0} VALUES (1);\nCOMMIT;\n";

    private static string Units(string table) => TwoUnits.Replace("{0}", table, System.StringComparison.Ordinal);

    private async Task FailAfterTheFirstUnit() =>
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_units", Units("nowhere")).Add("2_next", "CREATE TABLE next (id INTEGER);")));

    private ManifestBuilder Mended() => Manifest().Add("1_units", Units("one")).Add("2_next", "CREATE TABLE next (id INTEGER);");

    /// <summary>What a runner that is killed at a step leaves: everything up to it, and its name in the owner row.</summary>
    private async Task Abandon(ManifestBuilder manifest, string at)
    {
        var options = new MigratorOptions { RunnerName = "dead@web pid 1" };
        await Assert.ThrowsAsync<AbandonedException>(() => Migrator(manifest, options, new SteppedProvider(Database.Provider(), Step)).UpAsync());

        System.Threading.Tasks.ValueTask Step(string step) => step == at ? throw new AbandonedException() : default;
    }

    private sealed class AbandonedException : System.Exception;

    [Fact]
    public async Task A_resolution_is_recorded_with_who_and_why_and_the_row_says_marked()
    {
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_users", "INSERT INTO nowhere VALUES (1);")));
        Database.Execute("CREATE TABLE users (id INTEGER)");
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);", "DROP TABLE users;");

        var result = await Migrator(manifest, Ann).ResolveAsync(new ResolveRequest("1", MigrationState.Completed, "made by hand, password='geheim'"));

        Assert.Equal((MigrationState.Failed, MigrationState.Completed, DatabaseState.Clean), (result.From, result.To, result.State));
        Assert.Equal("completed|marked|1", Scalar("SELECT state, origin, statements_done FROM __migrations"));
        Assert.Equal("failed → completed: made by hand, password='***'|ann@ops pid 7", Scalar("SELECT detail, runner FROM __migrations_journal WHERE kind = 'resolved'"));
        Assert.Equal("", Scalar("SELECT coalesce(runner, '') FROM __migrations_owner"));
        Assert.Equal("2", Scalar("SELECT count(*) FROM __migrations_text"));
        Assert.Empty((await Up(manifest)).Applied);
    }

    [Fact]
    public async Task Forgetting_an_applied_migration_has_to_be_said_twice_and_then_it_runs_again()
    {
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);");
        await Up(manifest);
        var request = new ResolveRequest("1_users", MigrationState.Pending, "restored from an older backup");

        await Assert.ThrowsAsync<RefusedException>(() => Migrator(manifest, Ann).ResolveAsync(request));
        Assert.Equal("completed", Scalar("SELECT state FROM __migrations"));
        await Migrator(manifest, Ann).ResolveAsync(request with { MayForget = true });
        Assert.Equal("pending", Scalar("SELECT state FROM __migrations"));
        Database.Execute("DROP TABLE users");
        var result = await Up(manifest);

        Assert.Equal(["1_users"], result.Applied);
        Assert.Equal("completed|ran|2", Scalar("SELECT state, origin, attempt FROM __migrations"));
    }

    [Fact]
    public async Task A_dry_run_decides_and_writes_nothing()
    {
        await FailAfterTheFirstUnit();
        string before = string.Join('\n', Database.Query("SELECT * FROM __migrations_journal"));

        var result = await Migrator(Mended(), Ann).ResolveAsync(new ResolveRequest("1_units", MigrationState.Completed, "x") { IsDryRun = true });

        Assert.Equal((MigrationState.Completed, DatabaseState.Dirty), (result.To, result.State));
        Assert.Equal([UnitFate.Committed, UnitFate.NotRun], result.Known!.Units.Select(u => u.Fate));
        Assert.Equal(before, string.Join('\n', Database.Query("SELECT * FROM __migrations_journal")));
    }

    [Fact]
    public async Task A_live_runner_is_never_decided_over()
    {
        await FailAfterTheFirstUnit();
        bool asked = false;
        await Migrator(Mended(), provider: new SteppedProvider(Database.Provider(), Step)).UpAsync();

        Assert.True(asked);

        async ValueTask Step(string step)
        {
            if (step == "execute INSERT INTO")
            {
                var decided = new ResolveRequest("1_units", MigrationState.Pending, "x");
                await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(Mended(), Ann).ResolveAsync(decided));
                await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(Mended(), Ann).RecoverAsync());
                await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(Mended(), Ann).UnlockAsync());
                await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(Mended(), Ann).BaselineAsync());
                asked = true;
            }
        }
    }

    [Fact]
    public async Task A_retry_runs_the_failed_migration_behind_its_committed_units_and_nothing_after_it()
    {
        await FailAfterTheFirstUnit();

        var result = await Migrator(Mended(), Ann).RetryAsync(new RetryRequest("1_units"));

        Assert.Equal(["1_units"], result.Applied);
        Assert.Equal(["1_units"], result.Recovered);
        Assert.Equal(["2_next"], result.Pending);
        Assert.Equal("1", Scalar("SELECT count(*) FROM one"));
        Assert.False(TableExists("next"));
    }

    [Theory]
    [InlineData("2_next", "'1_units' stands before")]
    [InlineData("3_more", "'3_more' was never begun")]
    [InlineData("0_done", "'0_done' is applied")]
    [InlineData("9_none", "No migration '9_none' is known")]
    public async Task A_retry_of_anything_but_the_first_unfinished_one_is_explained(string id, string message)
    {
        var manifest = Manifest().Add("0_done", "CREATE TABLE done (id INTEGER);").Add("1_units", Units("nowhere")).Add("2_next", "SELECT 1;").Add("3_more", "SELECT 1;");
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(manifest));
        Database.Execute("INSERT INTO __migrations (id, former_ids, sequence, state, origin, attempt, up_h1, up_s1, units_done, statements_done, statements_total, run_on, failure_reason, runner, tool_version) SELECT '2_next', '', 99, 'failed', 'ran', 1, 'h', 's', '', 0, 1, run_on, 'x', 'r', 'v' FROM __migrations WHERE id = '1_units'");

        var e = await Assert.ThrowsAsync<UsageException>(() => Migrator(manifest, Ann).RetryAsync(new RetryRequest(id)));

        Assert.StartsWith(message, e.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovering_continues_behind_the_committed_units_and_begins_nothing_new()
    {
        await Abandon(Mended(), "execute INSERT INTO");

        var plan = await Migrator(Mended(), Ann).PlanRecoveryAsync();
        var result = await Migrator(Mended(), Ann).RecoverAsync();

        Assert.Equal(["1_units"], plan!.ToRun.Select(p => p.Migration.Id));
        Assert.Equal("dead@web pid 1", plan.DeadOwner);
        Assert.Equal(["1_units"], result.Applied);
        Assert.Equal(["1_units"], result.Recovered);
        Assert.Equal(["2_next"], result.Pending);
        Assert.Equal(DatabaseState.Pending, result.State);
        Assert.Contains(result.Notes, n => n.Contains("dead@web pid 1", System.StringComparison.Ordinal));
        Assert.Equal("1", Scalar("SELECT count(*) FROM one"));
        Assert.Equal("dead@web pid 1, the owner, is gone.", Scalar("SELECT detail FROM __migrations_journal WHERE kind = 'recovered'"));
    }

    [Fact]
    public async Task Recovering_marks_an_attempt_that_committed_nothing_as_failed_and_up_runs_it()
    {
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);");
        await Abandon(manifest, "execute CREATE TABLE");

        var result = await Migrator(manifest, Ann).RecoverAsync();

        Assert.Empty(result.Applied);
        Assert.Equal(["1_users"], result.Recovered);
        Assert.Equal(DatabaseState.Pending, result.State);
        Assert.Equal("failed|Its runner (dead@web pid 1) died before anything of it was committed.", Scalar("SELECT state, failure_reason FROM __migrations"));
        Assert.Equal(["1_users"], (await Up(manifest)).Applied);
    }

    [Fact]
    public async Task With_nothing_to_recover_neither_a_lock_is_taken_nor_anything_written()
    {
        await Up(Mended());
        var steps = new List<string>();

        var result = await Migrator(Mended(), provider: new SteppedProvider(Database.Provider(), Record)).RecoverAsync();

        Assert.Equal(["open reader"], steps);
        Assert.Equal((DatabaseState.Clean, 0), (result.State, result.Notes.Count));

        ValueTask Record(string step)
        {
            steps.Add(step);
            return default;
        }
    }

    [Fact]
    public async Task What_can_not_be_known_is_told_exactly_with_every_way_out_and_nothing_is_changed()
    {
        await Abandon(Mended(), "execute INSERT INTO");
        Database.Execute("UPDATE __migrations SET statements_done = 2");
        string before = string.Join('\n', Database.Query("SELECT * FROM __migrations_journal"));

        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Migrator(Mended(), Ann).RecoverAsync());

        Assert.Contains("unit 1 (line 2, 1 statement): committed\n  unit 2 (line 5, 1 statement): in doubt", e.LeftBehind, System.StringComparison.Ordinal);
        Assert.Contains("dotnet migrate resolve 1_units --as completed --reason", e.NextStep, System.StringComparison.Ordinal);
        Assert.Contains("dotnet migrate resolve 1_units --as pending --reason", e.NextStep, System.StringComparison.Ordinal);
        Assert.Contains("dotnet migrate resolve 1_units --as failed --reason", e.NextStep, System.StringComparison.Ordinal);
        Assert.Equal(before, string.Join('\n', Database.Query("SELECT * FROM __migrations_journal")));

        await Migrator(Mended(), Ann).ResolveAsync(new ResolveRequest("1_units", MigrationState.Failed, "one is empty"));
        Assert.Equal(["1_units"], (await Migrator(Mended(), Ann).RecoverAsync()).Applied);
        Assert.Equal("1", Scalar("SELECT count(*) FROM one"));
    }

    [Fact]
    public async Task A_rollback_that_did_not_end_is_no_recovery_of_an_up()
    {
        await Up(Mended());
        Database.Execute("UPDATE __migrations SET state = 'rolling_back' WHERE id = '2_next'");

        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Migrator(Mended(), Ann).RecoverAsync());

        Assert.Contains("'2_next'", e.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_in_the_middle_leaves_the_database_dirty_and_the_result_says_so()
    {
        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_units", Units("nowhere"))));

        Assert.Equal(DatabaseState.Dirty, e.Result.State);
    }

    [Fact]
    public async Task A_baseline_records_everything_up_to_its_target_in_one_transaction_and_up_goes_on_behind_it()
    {
        Database.Execute("CREATE TABLE users (id INTEGER)");
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);", "DROP TABLE users;").Add("2_names", "SELECT 1;").Add("3_more", "CREATE TABLE more (id INTEGER);");

        var result = await Migrator(manifest, Ann).BaselineAsync(new BaselineRequest { Target = "2_names" });

        Assert.Equal(["1_users", "2_names"], result.Marked);
        Assert.Equal(["3_more"], result.Pending);
        Assert.Equal(DatabaseState.Pending, result.State);
        Assert.Equal(["1_users|completed|baselined|1", "2_names|completed|baselined|2"], Database.Query("SELECT id, state, origin, sequence FROM __migrations ORDER BY sequence"));
        Assert.Equal(["1_users", "2_names"], Database.Query("SELECT migration FROM __migrations_journal WHERE kind = 'baselined' ORDER BY entry"));
        Assert.Equal(["3_more"], (await Up(manifest)).Applied);
        Assert.Empty((await Migrator(manifest, Ann).BaselineAsync()).Marked);
    }

    [Fact]
    public async Task A_baseline_of_a_database_without_tables_is_refused_and_makes_nothing()
    {
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);");

        await Assert.ThrowsAsync<RefusedException>(() => Migrator(manifest, Ann).BaselineAsync());
        Assert.False(TableExists("__migrations"));

        await Migrator(manifest, Ann).BaselineAsync(new BaselineRequest { EvenIfEmpty = true });
        Assert.Equal("baselined", Scalar("SELECT origin FROM __migrations"));
    }

    [Fact]
    public async Task A_baseline_never_covers_what_this_tool_began()
    {
        await FailAfterTheFirstUnit();

        var e = await Assert.ThrowsAsync<RefusedException>(() => Migrator(Mended(), Ann).BaselineAsync());

        Assert.Contains("'1_units' was begun by this tool", e.Message, System.StringComparison.Ordinal);
        Assert.Equal("failed", Scalar("SELECT state FROM __migrations"));
    }

    [Fact]
    public async Task Unlocking_takes_out_a_dead_owner_and_writes_down_who_it_was()
    {
        var manifest = Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);");
        await Abandon(manifest, "execute CREATE TABLE");

        var result = await Migrator(manifest, Ann).UnlockAsync();
        var again = await Migrator(manifest, Ann).UnlockAsync();

        Assert.Equal(("dead@web pid 1", "1_users"), (result.Owner, result.Doing));
        Assert.Equal(["1_users"], result.Unfinished);
        Assert.Equal("1_users|ann@ops pid 7", Scalar("SELECT migration, runner FROM __migrations_journal WHERE kind = 'unlocked'"));
        Assert.False(again.IsReleased);
        Assert.Equal("in_progress", Scalar("SELECT state FROM __migrations"));
    }

    [Fact]
    public async Task Unlocking_a_database_without_a_history_makes_none()
    {
        Assert.False((await Migrator(Manifest(), Ann).UnlockAsync()).IsReleased);
        Assert.False(TableExists("__migrations"));
    }
}
