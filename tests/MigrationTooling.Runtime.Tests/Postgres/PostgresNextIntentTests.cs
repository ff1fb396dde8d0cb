using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Npgsql;
using MigrationTooling.Postgres.Tests;
using MigrationTooling.Runtime.Tests.Support;
using Npgsql;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>A migration whose intent was committed with the one before it, on a server: its session, its connection, its lease.</summary>
public sealed class PostgresNextIntentTests : PostgresTest
{
    private const string Session1 =
        """
        SET default_transaction_isolation = 'serializable';
        SET default_transaction_deferrable = on;
        SET default_transaction_read_only = on;
        CREATE FUNCTION sly() RETURNS text LANGUAGE sql AS $$ SELECT set_config('work_mem', '7MB', false) || set_config('my.own', 'left', false) $$;
        SELECT sly();
        CREATE TEMP TABLE left_behind (id INTEGER);
        """;

    private const string Looks =
        """
        CREATE TABLE seen AS SELECT concat_ws('|', current_setting('transaction_isolation'), current_setting('transaction_read_only'),
          current_setting('transaction_deferrable'), current_setting('work_mem'), coalesce(current_setting('my.own', true), ''), to_regclass('left_behind')::text) AS what;
        """;

    [Fact]
    public async Task It_starts_from_the_recorded_settings_though_no_write_of_its_own_stands_before_it()
    {
        var steps = new List<string>();
        string recorded = Scalar("SELECT concat_ws('|', current_setting('transaction_isolation'), 'off', 'off', current_setting('work_mem'), '')");

        await Up(Manifest().Add("1_sets", Session1).Add("2_looks", Looks).Add("3_after", "CREATE TABLE after (id INTEGER);"), Stepped(steps.Add));

        Assert.Contains("committed completed 1_sets, intent 2_looks", steps);
        Assert.Equal(recorded, Scalar("SELECT what FROM seen"));
    }

    [Fact]
    public async Task What_the_role_has_as_its_default_stays_its_default()
    {
        Database.Execute($"ALTER DATABASE {Database.Query("SELECT quote_ident(current_database())")[0]} SET default_transaction_isolation = 'repeatable read'");

        await Up(Manifest().Add("1_sets", Session1).Add("2_looks", Looks));

        Assert.StartsWith("repeatable read|off|off|", Scalar("SELECT what FROM seen"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_to_the_commit_that_holds_its_intent_is_looked_up_and_it_begins_once_in_the_new_session()
    {
        var parts = new NpgsqlConnectionStringBuilder(Database.Server.ConnectionString);
        using var proxy = new CuttingProxy(parts.Host!, parts.Port);
        parts.Host = "127.0.0.1";
        parts.Port = proxy.Port;
        var observer = new RecordingObserver();
        var steps = new List<string>();
        var provider = new SteppedProvider(new NpgsqlProvider(parts.ConnectionString), step =>
        {
            steps.Add(step);
            if (step.StartsWith("commit completed 1_users", StringComparison.Ordinal))
            {
                proxy.CutAfter("COMMIT");
            }

            return default;
        });

        // Two units: the second is refused where the first is taken for one of another session.
        await Migrator(
            Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);").Add("2_units", "BEGIN;\nSET work_mem = '9MB';\nCOMMIT;\nBEGIN;\nINSERT INTO users VALUES (1);\nCOMMIT;"),
            provider, new MigratorOptions { Observer = observer }).UpAsync();

        Assert.Contains(observer.Of<MigrationEvent.Noted>(), n => n.Text.Contains("It was looked up: it is committed.", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, s => s.StartsWith("write intent 2", StringComparison.Ordinal));
        Assert.Equal(["completed|1", "completed|1"], Query("SELECT state, attempt FROM __migrations ORDER BY sequence"));
        Assert.Equal(["intent", "unit_completed", "completed"], Query("SELECT kind FROM __migrations_journal WHERE migration = '2_units' ORDER BY entry"));
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Whether_a_lost_commit_arrived_says_the_row_it_completes_whatever_became_of_the_other()
    {
        var parts = new NpgsqlConnectionStringBuilder(Database.Server.ConnectionString);
        using var proxy = new CuttingProxy(parts.Host!, parts.Port);
        parts.Host = "127.0.0.1";
        parts.Port = proxy.Port;
        Database.Execute("CREATE TABLE log (id INTEGER)");
        var provider = new SteppedProvider(new NpgsqlProvider(parts.ConnectionString), step =>
        {
            if (step.StartsWith("commit completed 1_users", StringComparison.Ordinal))
            {
                // Somebody decides over the second one while the connection is away.
                Database.Execute(
                    """
                    CREATE FUNCTION decide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.state := 'pending'; RETURN NEW; END $$;
                    CREATE TRIGGER decide BEFORE INSERT ON __migrations FOR EACH ROW WHEN (NEW.id = '2_posts') EXECUTE FUNCTION decide();
                    """);
                proxy.CutAfter("COMMIT");
            }

            return default;
        });

        var e = await Assert.ThrowsAsync<DatabaseLockedException>(
            () => Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);").Add("2_posts", "CREATE TABLE posts (id INTEGER);"), provider));

        Assert.Contains("The row of '2_posts' was changed by somebody else.", e.Message, StringComparison.Ordinal);
        Assert.Equal(["completed"], Query("SELECT state FROM __migrations WHERE id = '1_users'"));
        Assert.Equal(["intent", "completed"], Query("SELECT kind FROM __migrations_journal WHERE migration = '1_users' ORDER BY entry"));
    }

    [Fact]
    public async Task A_unit_that_is_run_again_announces_it_once()
    {
        await Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);"));
        var observer = new RecordingObserver();
        using var reader = Session("BEGIN; SELECT * FROM users");
        var run = Migrator(
            Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);").Add("2_more", "ALTER TABLE users ADD COLUMN more INTEGER;").Add("3_posts", "CREATE TABLE posts (id INTEGER);"),
            Database.Provider(Impatient), new MigratorOptions { Observer = observer }).UpAsync();
        while (Query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()").Count == 0)
        {
            await Look.AgainAsync();
        }

        Assert.Equal("0", Scalar("SELECT count(*) FROM users"));
        reader.Close();

        Assert.Equal(["2_more", "3_posts"], (await run).Applied);
        Assert.NotEmpty(observer.Of<MigrationEvent.Noted>());
        Assert.Equal(["intent", "completed"], Query("SELECT kind FROM __migrations_journal WHERE migration = '3_posts' ORDER BY entry"));
    }

    [Fact]
    public async Task Before_a_statement_that_can_not_be_in_a_transaction_it_is_written_alone_and_behind_one_it_is_not()
    {
        var steps = new List<string>();
        var manifest = Manifest()
            .Add("1_users", "CREATE TABLE users (id INTEGER);\nSET search_path = nowhere;")
            .Add("2_index", "CREATE INDEX CONCURRENTLY users_id ON users (id);")
            .Add("3_after", "CREATE TABLE after AS SELECT current_setting('search_path') AS path;");

        await Up(manifest, Stepped(steps.Add));

        Assert.Equal(
            ["write intent 1_users", "commit completed 1_users", "write intent 2_index", "commit completed 2_index, intent 3_after", "commit completed 3_after"],
            steps.Where(s => s.StartsWith("write ", StringComparison.Ordinal) || s.StartsWith("commit ", StringComparison.Ordinal)));
        Assert.Equal(Scalar("SELECT current_setting('search_path')"), Scalar("SELECT path FROM after"));
    }

    [Fact]
    public async Task With_a_lease_it_is_announced_withdrawn_and_begun_in_the_same_way()
    {
        using var pooler = new PgBouncer("transaction", Database.Server);
        using var stop = new CancellationTokenSource();
        var manifest = Manifest().Add("1_sets", "SET work_mem = '9MB';\nCREATE TABLE users (id INTEGER);").Add("2_looks", Looks).Add("3_after", "CREATE TABLE after (id INTEGER);");
        var provider = new SteppedProvider(new NpgsqlProvider(pooler.ConnectionString), step =>
        {
            if (step == "committed completed 1_sets, intent 2_looks")
            {
                stop.Cancel();
            }

            return default;
        });

        await Assert.ThrowsAsync<RunCancelledException>(() => Migrator(manifest, provider).UpAsync(new UpRequest { StopAfterUnit = stop.Token }));
        Assert.Equal(["completed", "pending"], Query("SELECT state FROM __migrations ORDER BY sequence"));
        var steps = new List<string>();
        await Up(manifest.Add("4_last", "CREATE TABLE last (id INTEGER);"), new SteppedProvider(new NpgsqlProvider(pooler.ConnectionString), step =>
        {
            steps.Add(step);
            return default;
        }));

        Assert.Equal(["commit completed 2_looks, intent 3_after", "commit completed 3_after, intent 4_last", "commit completed 4_last"], steps.Where(s => s.StartsWith("commit ", StringComparison.Ordinal)));
        Assert.DoesNotContain("9MB", Scalar("SELECT what FROM seen"), StringComparison.Ordinal);
        Assert.Equal(["intent|1", "cancelled|1", "intent|2", "completed|2"], Query("SELECT kind, attempt FROM __migrations_journal WHERE migration = '2_looks' ORDER BY entry"));
    }

    private SteppedProvider Stepped(Action<string> step) => new(Database.Provider(), at =>
    {
        step(at);
        return default;
    });
}
