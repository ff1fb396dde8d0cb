using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Npgsql;
using MigrationTooling.Planning;
using MigrationTooling.Postgres.Tests;
using MigrationTooling.Results;
using MigrationTooling.Runtime.Tests.Support;
using Npgsql;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>The real PgBouncer before the server.</summary>
public sealed class PoolerTests : PostgresTest
{
    private static readonly NpgsqlProviderOptions ShortLease = new() { LeaseLength = TimeSpan.FromSeconds(1.5) };

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task A_history_goes_up_down_and_up_again_and_nothing_of_ours_stays_in_the_pool(string mode)
    {
        using var pooler = new PgBouncer(mode, Database.Server);
        var observer = new RecordingObserver();
        var provider = new NpgsqlProvider(pooler.ConnectionString);
        var migrator = Migrator(History(), provider, new MigratorOptions { Observer = observer });

        var up = await migrator.UpAsync();
        var down = await migrator.DownAsync(new DownRequest { All = true });
        await migrator.UpAsync();

        Assert.Equal(["001", "002", "003", "004"], up.Applied.Select(id => id[..3]));
        Assert.Equal(4, down.RolledBack.Count);
        Assert.Equal(DatabaseState.Clean, (await migrator.StatusAsync()).State);
        Assert.Equal(mode == "transaction", observer.Of<MigrationEvent.RunLockNoted>().Any());
        Assert.Equal(["a|1", "b|2"], Database.Query("SELECT name, size FROM things ORDER BY 1"));
        Assert.Equal(["True"], Database.Query("SELECT bool_and(indisvalid) FROM pg_index WHERE indexrelid = 'things_size'::regclass"));
        Pool.AssertClean(pooler, Database.Server);
    }

    [Fact]
    public async Task Behind_a_failure_nothing_of_ours_stays_in_the_pool()
    {
        using var pooler = new PgBouncer("transaction", Database.Server);
        var provider = new NpgsqlProvider(pooler.ConnectionString);

        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(
            Manifest().Add("001_fails", "SET search_path = pg_catalog; SET work_mem = '9MB'; CREATE TEMP TABLE t (i int); PREPARE one AS SELECT 1; SELECT 1/0;"), provider));

        Pool.AssertClean(pooler, Database.Server);
        await Up(Manifest().Add("001_fails", "SELECT 1;"), provider);
    }

    [Fact]
    public async Task What_others_left_in_a_server_session_is_no_migrations_beginning()
    {
        Database.Execute("CREATE SCHEMA elsewhere; CREATE ROLE pooler_guest; GRANT ALL ON SCHEMA elsewhere TO pooler_guest");
        try
        {
            using var pooler = new PgBouncer("transaction", Database.Server, "default_pool_size = 2");
            await using (var careless = new NpgsqlConnection(pooler.ConnectionString + ";Pooling=false"))
            {
                await careless.OpenAsync();
                await using var command = new NpgsqlCommand("SET search_path = elsewhere; SET ROLE pooler_guest", careless);
                await command.ExecuteNonQueryAsync();
            }

            await Up(Manifest().Add("001_here", "CREATE TABLE here (i int);"), new NpgsqlProvider(pooler.ConnectionString));

            Assert.Equal(["public|True"], Database.Query("SELECT schemaname, tableowner <> 'pooler_guest' FROM pg_tables WHERE tablename = 'here'"));
            Assert.Equal(["public"], Database.Query("SELECT schemaname FROM pg_tables WHERE tablename = '__migrations'"));
        }
        finally
        {
            Database.Execute("DROP OWNED BY pooler_guest; DROP ROLE pooler_guest");
        }
    }

    [Fact]
    public async Task What_a_unit_sets_for_its_session_holds_for_the_units_behind_it()
    {
        using var pooler = new PgBouncer("transaction", Database.Server);

        await Up(
            Manifest().Add("001_units", "BEGIN; CREATE SCHEMA s; SET search_path = s; COMMIT; BEGIN; CREATE TABLE inside (i int); COMMIT;").Add("002_next", "CREATE TABLE outside (i int);"),
            new NpgsqlProvider(pooler.ConnectionString));

        Assert.Equal(["inside|s", "outside|public"], Database.Query("SELECT tablename, schemaname FROM pg_tables WHERE tablename IN ('inside', 'outside') ORDER BY 1"));
        Pool.AssertClean(pooler, Database.Server);
    }

    [Theory]
    [InlineData("SET maintenance_work_mem = '100MB'; CREATE INDEX CONCURRENTLY i ON t (a);", "It holds for the session")]
    [InlineData("BEGIN; CREATE TEMP TABLE x (i int); COMMIT; BEGIN; INSERT INTO x VALUES (1); COMMIT;", "It lives in the session")]
    [InlineData("SELECT pg_advisory_lock(1); SELECT pg_advisory_unlock(1);", "It takes a lock of the session")]
    [InlineData("-- migrate:options transaction:false\nSET work_mem = '9MB'; VACUUM t;", "It holds for the session")]
    public async Task What_needs_a_session_of_its_own_is_refused_before_anything_runs(string script, string why)
    {
        using var pooler = new PgBouncer("transaction", Database.Server);
        var manifest = Manifest().Add("001_first", "CREATE TABLE t (a int);").Add("002_needs", script);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Up(manifest, new NpgsqlProvider(pooler.ConnectionString)));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal(["0"], Database.Query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        await Up(manifest);
    }

    [Fact]
    public async Task A_pool_in_statement_mode_and_a_sessions_lock_behind_a_transaction_pooler_are_refused()
    {
        using var statement = new PgBouncer("statement", Database.Server);
        using var transaction = new PgBouncer("transaction", Database.Server);
        var manifest = Manifest().Add("001_first", "CREATE TABLE t (a int);");

        var refused = await Assert.ThrowsAsync<CannotConnectException>(() => Up(manifest, new NpgsqlProvider(statement.ConnectionString)));
        var insisting = await Assert.ThrowsAsync<CannotConnectException>(
            () => Up(manifest, new NpgsqlProvider(transaction.ConnectionString, new NpgsqlProviderOptions { RunLock = RunLockMode.Session })));

        Assert.Contains("refuses transactions", refused.Message, StringComparison.Ordinal);
        Assert.Contains("another server session", insisting.Message, StringComparison.Ordinal);
        Assert.Equal(["0"], Database.Query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Theory]
    [InlineData("server_round_robin = 0")]
    [InlineData("server_round_robin = 1")]
    public async Task A_transaction_pooler_is_proved_however_it_gives_out_its_sessions(string order)
    {
        using var pooler = new PgBouncer("transaction", Database.Server, order);
        await Warm(pooler, 5);
        var observer = new RecordingObserver();

        await Migrator(Manifest().Add("001_first", "CREATE TABLE t (a int);"), new NpgsqlProvider(pooler.ConnectionString), new MigratorOptions { Observer = observer }).UpAsync();

        Assert.Single(observer.Of<MigrationEvent.RunLockNoted>());
    }

    [Fact]
    public async Task A_leaseholder_at_work_is_seen_and_waited_for_whichever_way_the_next_one_comes()
    {
        using var pooler = new PgBouncer("transaction", Database.Server);
        var manifest = Manifest().Add("001_long", "CREATE TABLE t (a int); SELECT pg_advisory_xact_lock(7);");
        await using var gate = Database.Server.Open();
        await RunAsync(gate, "SELECT pg_advisory_lock(7)");
        var running = Migrator(manifest, new NpgsqlProvider(pooler.ConnectionString, ShortLease), new MigratorOptions { RunnerName = "the holder" }).UpAsync();
        await UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");

        // Its lease runs out while its transaction has the owner row: nobody can lengthen it, and nobody can take over.
        await UntilAsync("SELECT lease_until::timestamptz < clock_timestamp() FROM __migrations_owner");
        var status = await Migrator(manifest).StatusAsync();
        var direct = await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(manifest, options: AskOnce).UpAsync());
        var pooled = await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(manifest, new NpgsqlProvider(pooler.ConnectionString), AskOnce).UpAsync());
        var waiting = Up(manifest, new NpgsqlProvider(pooler.ConnectionString));
        await RunAsync(gate, "SELECT pg_advisory_unlock(7)");

        Assert.Equal("the holder", status.RunLock?.Runner);
        Assert.Equal("001_long", status.RunLock?.Doing);
        Assert.Contains("the holder, whose lease ended", direct.Message, StringComparison.Ordinal);
        Assert.Contains("still runs SELECT pg_advisory_xact_lock", pooled.Message, StringComparison.Ordinal);
        Assert.Equal(["001_long"], (await running).Applied);
        Assert.Empty((await waiting).Applied);
        Assert.Null((await Migrator(manifest).StatusAsync()).RunLock);
    }

    [Fact]
    public async Task A_lease_is_lengthened_while_a_statement_runs_that_cannot_be_in_a_transaction()
    {
        using var pooler = new PgBouncer("transaction", Database.Server);
        Database.Execute("CREATE TABLE t (a int)");
        var manifest = Manifest().Add("001_index", "CREATE INDEX CONCURRENTLY t_a ON t (a);");
        await using var writer = Database.Server.Open();
        await RunAsync(writer, "BEGIN; INSERT INTO t VALUES (1)");
        var running = Migrator(manifest, new NpgsqlProvider(pooler.ConnectionString, ShortLease), new MigratorOptions { RunnerName = "the holder" }).UpAsync();
        await UntilAsync("SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE '/* dotnet-migrate #1 the holder */ CREATE INDEX CONC%' AND wait_event_type = 'Lock'");

        // Its owner row is locked for it on another connection, which CONCURRENTLY does not wait for.
        await UntilAsync("SELECT lease_until::timestamptz < clock_timestamp() FROM __migrations_owner");
        var refused = await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(manifest, new NpgsqlProvider(pooler.ConnectionString), AskOnce).UpAsync());
        await RunAsync(writer, "COMMIT");

        Assert.Contains("still runs /* dotnet-migrate #1 the holder */ CREATE INDEX CONCURRENTLY", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["001_index"], (await running).Applied);
        Pool.AssertClean(pooler, Database.Server);
    }

    [Fact]
    public async Task A_heartbeat_lengthens_the_lease_while_nothing_else_writes()
    {
        using var pooler = new PgBouncer("transaction", Database.Server);
        Database.Execute("CREATE TABLE t (a int)");
        await using var reader = Database.Server.Open();
        await RunAsync(reader, "BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
        var running = Up(Manifest().Add("001_vacuum", "VACUUM t;"), new NpgsqlProvider(pooler.ConnectionString, ShortLease));
        await UntilAsync("SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE '/* dotnet-migrate #1 % */ VACUUM t' AND wait_event_type = 'Lock'");

        foreach (int _ in Enumerable.Range(0, 3))
        {
            string end = Database.Query("SELECT lease_until FROM __migrations_owner")[0];
            await UntilAsync($"SELECT lease_until > '{end}' FROM __migrations_owner");
        }

        await RunAsync(reader, "COMMIT");
        Assert.Equal(["001_vacuum"], (await running).Applied);
    }

    [Fact]
    public async Task A_startup_parameter_that_a_pooler_refuses_is_named_with_the_two_ways_out()
    {
        using var pooler = new PgBouncer("session", Database.Server);

        var refused = await Assert.ThrowsAsync<CannotConnectException>(() => Up(Manifest().Add("001_first", "SELECT 1;"), new NpgsqlProvider(pooler.ConnectionString + ";Search Path=public")));

        Assert.Contains("unsupported startup parameter: search_path", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ignore_startup_parameters", refused.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sessions_holder_is_waited_for_by_a_runner_with_a_lease()
    {
        using var pooler = new PgBouncer("transaction", Database.Server);
        var manifest = Manifest().Add("001_long", "SELECT pg_advisory_xact_lock(7);");
        await using var gate = Database.Server.Open();
        await RunAsync(gate, "SELECT pg_advisory_lock(7)");
        var running = Migrator(manifest, options: new MigratorOptions { RunnerName = "the holder" }).UpAsync();
        await UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");

        var refused = await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(manifest, new NpgsqlProvider(pooler.ConnectionString), AskOnce).UpAsync());
        await RunAsync(gate, "SELECT pg_advisory_unlock(7)");

        Assert.Contains("the holder (server session", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["001_long"], (await running).Applied);
    }

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task Many_runners_at_once_apply_each_migration_once(string mode)
    {
        using var pooler = new PgBouncer(mode, Database.Server);
        var manifest = History();

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Migrator(manifest, new NpgsqlProvider(pooler.ConnectionString), new MigratorOptions { RunLockTimeout = TimeSpan.FromMinutes(5), RunnerName = "runner " + i }).UpAsync())));

        Assert.Equal(4, runs.Sum(r => r.Applied.Count));
        Assert.Equal(["4"], Database.Query("SELECT count(*) FROM __migrations_journal WHERE kind = 'completed'"));
        Pool.AssertClean(pooler, Database.Server);
    }

    [Fact]
    public async Task An_expired_lease_is_taken_over_and_its_holder_writes_nothing_more()
    {
        using var pooler = new PgBouncer("transaction", Database.Server);
        var manifest = Manifest().Add("001_first", "CREATE TABLE a (i int);").Add("002_second", "CREATE TABLE b (i int);");
        var provider = new NpgsqlProvider(pooler.ConnectionString, new NpgsqlProviderOptions { LeaseLength = TimeSpan.FromHours(1) });
        var observer = new InterveningObserver(Database);

        var fenced = await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(manifest, provider, new MigratorOptions { Observer = observer }).UpAsync());

        Assert.Contains("Another runner took over: somebody else", fenced.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], Database.Query("SELECT tablename FROM pg_tables WHERE tablename IN ('a', 'b')"));
    }

    private static ManifestBuilder History() => Manifest()
        .Add("001_things", "SET client_min_messages = warning; SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.things (name text); INSERT INTO public.things VALUES ('a'), ('b');",
            "DROP TABLE things;")
        .Add("002_size", "SET statement_timeout = '1h'; SET ROLE pg_monitor; RESET ROLE; PREPARE p AS SELECT 1; EXECUTE p; ALTER TABLE things ADD size int; CREATE TEMP TABLE s AS SELECT 1; UPDATE things SET size = 1;",
            "ALTER TABLE things DROP size;")
        .Add("003_index", "CREATE INDEX CONCURRENTLY things_size ON things (size);",
            "DROP INDEX CONCURRENTLY things_size;")
        .Add("004_units", "BEGIN; UPDATE things SET size = 2 WHERE name = 'b'; COMMIT; VACUUM things;",
            "SELECT 1;");

    private static async Task Warm(PgBouncer pooler, int sessions)
    {
        var connections = Enumerable.Range(0, sessions).Select(_ => new NpgsqlConnection(pooler.ConnectionString + ";Pooling=false")).ToArray();
        foreach (var connection in connections)
        {
            await connection.OpenAsync();
            await RunAsync(connection, "BEGIN");
        }

        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private async Task UntilAsync(string question)
    {
        var began = System.Diagnostics.Stopwatch.StartNew();
        while (Database.Query(question) is not ["True"])
        {
            Assert.True(began.Elapsed < TimeSpan.FromMinutes(2), "It did not become so: " + question);
            await Look.AgainAsync();
        }
    }

    /// <summary>Takes over between two migrations, as a runner does that found the lease expired.</summary>
    private sealed class InterveningObserver(PostgresUnderTest database) : IMigrationObserver
    {
        public void Observe(MigrationEvent migrationEvent)
        {
            if (migrationEvent is MigrationEvent.MigrationCompleted)
            {
                database.Execute("UPDATE __migrations_owner SET token = token + 1, runner = 'somebody else'");
            }
        }
    }
}
