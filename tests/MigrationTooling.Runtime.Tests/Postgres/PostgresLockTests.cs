using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Postgres.Tests;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>Locks: our own, those of dead runners, and those of everybody else.</summary>
public sealed class PostgresLockTests : PostgresTest
{
    private static ManifestBuilder Users => Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);");

    private static ManifestBuilder Altered => Users.Add("2_more", "ALTER TABLE users ADD COLUMN more INTEGER;");

    [Fact]
    public async Task The_key_of_the_run_lock_is_the_documented_one_for_ever()
    {
        using var other = Session("SELECT pg_advisory_lock(-1942459843090361259)");

        await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(Users, options: AskOnce).UpAsync());
    }

    [Fact]
    public async Task Where_a_dead_runners_session_is_still_at_work_nobody_begins_and_it_is_named_with_its_statement()
    {
        using var left = Session("SET application_name = 'dotnet-migrate ann@web pid 7 #3'; SELECT pg_advisory_lock(-8977248343459018228)");

        int process = left.ProcessID;

        var e = await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(Users, options: AskOnce).UpAsync());
        left.Close();
        await Up(Users);

        Assert.Contains("ann@web pid 7", e.Message, StringComparison.Ordinal);
        Assert.Contains($"is gone, but whose server session {process}", e.Message, StringComparison.Ordinal);
        Assert.Contains("pg_advisory_lock", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_is_not_to_be_had_lets_others_pass_and_the_unit_is_run_again()
    {
        await Up(Users);
        var observer = new RecordingObserver();
        using var reader = Session("SET application_name = 'report'; BEGIN; SELECT * FROM users");
        var run = Migrator(Altered, Database.Provider(Impatient), new MigratorOptions { Observer = observer }).UpAsync();
        while (Query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()").Count == 0)
        {
            await Look.AgainAsync();
        }

        // A request that waited behind ours gets its turn only where ours is given up: no timeout of its own is set here.
        Assert.Equal("0", Scalar("SELECT count(*) FROM users"));
        reader.Close();

        Assert.Equal(["2_more"], (await run).Applied);
        var note = Assert.Single(observer.Of<MigrationEvent.Noted>());
        Assert.Contains("rolled back and run again", note.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DISCARD ALL;")]
    [InlineData("SELECT pg_advisory_unlock_all();")]
    public async Task A_script_that_frees_all_locks_of_its_session_is_followed_by_a_run_that_has_its_own_again(string frees)
    {
        var seen = new List<string>();
        var manifest = Manifest().Add("001_frees", frees).Add("002_next", "SELECT 2;").Add("003_last", "SELECT 3;");

        await Migrator(manifest, options: new MigratorOptions { Observer = new LockCounter(Database, seen) }).UpAsync();

        // The run lock and the working session's, each once, from the beginning to the end.
        Assert.Equal(["2", "2", "2"], seen);
        Assert.Equal("0", Scalar("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
    }

    private sealed class LockCounter(PostgresUnderTest database, List<string> seen) : IMigrationObserver
    {
        public void Observe(MigrationEvent migrationEvent)
        {
            if (migrationEvent is MigrationEvent.MigrationStarted)
            {
                seen.AddRange(database.Query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
            }
        }
    }

    [Fact]
    public async Task A_lock_that_never_comes_fails_the_migration_and_names_who_has_it()
    {
        await Up(Users);
        using var reader = Session("SET application_name = 'report'; BEGIN; SELECT * FROM users");

        var failure = await Fails(Altered, Database.Provider(Impatient));

        Assert.Equal("55P03", failure.SqlState);
        Assert.StartsWith("End the other session", failure.Remedy, StringComparison.Ordinal);
        Assert.Contains(failure.Details, d => d.Contains($"server session {reader.ProcessID} (tester, report)", StringComparison.Ordinal));
        Assert.Equal("failed", Scalar("SELECT state FROM __migrations WHERE id = '2_more'"));
    }

    [Fact]
    public async Task A_history_that_another_session_locks_is_busy_and_the_session_is_named()
    {
        await Up(Users);
        using var other = Session("BEGIN; LOCK TABLE __migrations_owner IN EXCLUSIVE MODE");

        var e = await Assert.ThrowsAsync<DatabaseLockedException>(() => Up(Altered, Database.Provider(Impatient)));

        Assert.Contains($"in the way is server session {other.ProcessID}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lock_timeout_of_the_script_goes_before_ours()
    {
        await Up(Users);
        var manifest = Users.Add("2_show", "SET LOCAL lock_timeout = '7s';\nCREATE TABLE seen AS SELECT current_setting('lock_timeout') AS value;");

        await Up(manifest, Database.Provider(Impatient));

        Assert.Equal("7s", Scalar("SELECT value FROM seen"));
    }
}
