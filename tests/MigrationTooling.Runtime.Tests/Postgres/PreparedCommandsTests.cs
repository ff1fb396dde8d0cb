using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Events;
using MigrationTooling.Npgsql;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>
/// A run of many units prepares its own commands, in the session that the scripts run in. No script may notice it by anything but their names,
/// and none can make the run lose anything by what it does to them.
/// </summary>
public sealed class PreparedCommandsTests : PostgresTest
{
    private const int All = 18;

    // Late enough that the run's own commands are prepared, and early enough that they are again behind it.
    private const int Late = 12;

    private const string CountOurs = "INSERT INTO seen SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql;";

    private const string CountTheirs = "INSERT INTO public.seen SELECT count(*) FROM pg_prepared_statements WHERE from_sql;";

    [Fact]
    public async Task A_run_of_a_few_units_prepares_nothing_and_one_of_many_all_that_it_sends()
    {
        await Up(Many((5, CountOurs), (Late, CountOurs), (All, CountOurs)));

        int[] seen = [.. Query("SELECT i FROM seen ORDER BY i").Select(int.Parse)];
        Assert.Equal(0, seen[0]);
        Assert.InRange(seen[1], 15, 30);
        Assert.Equal(seen[1], seen[2]); // nothing is added from unit to unit
    }

    [Theory]
    [InlineData("PREPARE p AS SELECT 1; EXECUTE p;", "PREPARE p AS SELECT 2;")]
    [InlineData("PREPARE p AS SELECT 1; SELECT true AS nothing_of_scripts_prepared;", "PREPARE p AS SELECT 2;")]
    [InlineData("DO $$ BEGIN EXECUTE 'PRE' || 'PARE p AS SELECT 1'; END $$;", "PREPARE p AS SELECT 2;")]
    [InlineData("BEGIN; PREPARE p AS SELECT 1; COMMIT; BEGIN; EXECUTE p; COMMIT;", "PREPARE p AS SELECT 2;")]
    [InlineData("DEALLOCATE ALL;", "SELECT 1;")]
    [InlineData("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;", "SELECT 1;")]
    [InlineData("BEGIN; DEALLOCATE ALL; COMMIT; BEGIN; SELECT 1; COMMIT;", "SELECT 1;")]
    [InlineData("DISCARD ALL;", "SELECT 1;")]
    [InlineData("DISCARD PLANS;", "SELECT 1;")]
    [InlineData("PREPARE _p1 AS SELECT 1; EXECUTE _p1;", "PREPARE _p2 AS SELECT 2; EXECUTE _p2;")]
    [InlineData("PREPARE p AS SELECT 1; DEALLOCATE p;", "DEALLOCATE ALL;")]
    [InlineData("CREATE INDEX CONCURRENTLY late ON witness (i);", "SELECT 1;")]
    [InlineData("COPY copied FROM STDIN;\n1\n2\n\\.\nPREPARE p AS SELECT 1;", "PREPARE p AS SELECT 2;")]
    [InlineData("SET search_path = nowhere; SET ROLE migrate_nobody;", "SELECT 1;")]
    [InlineData("SET standard_conforming_strings = off; SET plan_cache_mode = force_custom_plan;", "SELECT 1;")]
    [InlineData("CREATE SCHEMA IF NOT EXISTS nowhere_yet; SET search_path = nowhere_yet; CREATE OPERATOR =(LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8ne);", "SELECT 1;")]
    public async Task Whatever_a_script_prepares_or_ends_each_unit_runs_once_and_the_next_script_finds_nothing_of_it(string script, string next)
    {
        Database.Execute("DO $$ BEGIN CREATE ROLE migrate_nobody; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        // Where the server is asked for the first time, and behind the first unit that is sent prepared.
        foreach (int at in new[] { 9, Late })
        {
            using var another = new PostgresUnderTest();
            another.Execute("CREATE TABLE copied (i integer)");
            var manifest = Many((at, script), (at + 1, CountTheirs), (at + 2, next));

            var result = await new Migrator(manifest.Build(), another.Provider()).UpAsync();

            Assert.Equal(All + 1, result.Applied.Count);
            Assert.Equal(Enumerable.Range(1, All).Select(i => $"{i}|1"), another.Query("SELECT i || '|' || count(*) FROM public.witness GROUP BY i ORDER BY i"));
            Assert.Equal([$"{All + 1}|{All + 1}"], another.Query("SELECT count(*) FILTER (WHERE kind = 'intent') || '|' || count(*) FILTER (WHERE kind = 'completed') FROM __migrations_journal"));
            Assert.Equal(["0"], another.Query("SELECT count(*) FROM __migrations WHERE state <> 'completed'"));
            Assert.Equal(["0"], another.Query("SELECT i FROM seen"));
        }
    }

    [Fact]
    public async Task Where_a_script_left_the_session_without_the_right_to_prepare_them_they_are_sent_as_they_are()
    {
        Database.Execute("DO $$ BEGIN CREATE ROLE migrate_nobody; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        Database.Execute("CREATE SCHEMA kept");

        var result = await Up(Many((9, "SET ROLE migrate_nobody;"), (All, CountOurs)), Database.Provider(new NpgsqlProviderOptions { Schema = "kept" }));

        Assert.Equal(All + 1, result.Applied.Count);
        Assert.Equal("0", Scalar("SELECT i FROM seen"));
        Assert.Empty(Query("SELECT i FROM witness GROUP BY i HAVING count(*) <> 1"));
    }

    [Fact]
    public async Task A_script_that_fails_for_a_name_that_nobody_prepared_fails_at_its_place_as_it_does_alone()
    {
        var failure = await Fails(Many((Late, "SELECT 1;\nEXECUTE nobody;")));

        Assert.Equal("26000", failure.SqlState);
        Assert.Contains("nobody", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Late.ToString(), Scalar("SELECT count(*) FROM __migrations WHERE state = 'completed'"));

        await Up(Many());
        Assert.Equal(All.ToString(), Scalar("SELECT count(DISTINCT i) FROM witness"));
    }

    [Fact]
    public async Task A_unit_that_gave_up_waiting_for_a_lock_is_run_again_without_them()
    {
        Database.Execute("CREATE TABLE held (i integer)");
        using var holder = Session("BEGIN; SELECT * FROM held");
        var observer = new RecordingObserver();
        var run = Migrator(Many((Late, "ALTER TABLE held ADD j integer;")), Database.Provider(Impatient), new MigratorOptions { Observer = observer }).UpAsync();
        while (Query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()").Count == 0)
        {
            await Task.Yield();
        }

        // Gets its turn only where the unit is given up.
        Assert.Equal("0", Scalar("SELECT count(*) FROM held"));
        holder.Close();

        Assert.Equal(All + 1, (await run).Applied.Count);
        Assert.Empty(Query("SELECT i FROM witness GROUP BY i HAVING count(*) <> 1"));
    }

    /// <summary>Migrations of which each leaves its number once, and some run something before that.</summary>
    private static ManifestBuilder Many(params (int At, string Script)[] scripts)
    {
        var manifest = Manifest().Add("000_tables", "CREATE TABLE witness (i integer); CREATE TABLE seen (i integer); GRANT ALL ON witness TO PUBLIC;");
        for (int i = 1; i <= All; i++)
        {
            string script = string.Concat(scripts.Where(s => s.At == i).Select(s => s.Script + "\n"));
            manifest.Add($"{i:000}_m", script + $"INSERT INTO public.witness VALUES ({i});");
        }

        return manifest;
    }
}
