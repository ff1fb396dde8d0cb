using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Commands;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What a script for psql says when it stops, each command in it followed. psql shows the message, and the command in its hint.</summary>
public sealed class PsqlReplays : IDisposable
{
    private readonly Project _project = new();
    private readonly PostgresDatabase _database = new();
    private readonly Psql _psql;

    public PsqlReplays()
    {
        _project.Write("migrate.json", """{"dialect":"postgresql"}""");
        _project.Tool.With("MIGRATE_DATABASE_URL", _database.Url);
        _psql = new Psql(_project, _database);
        _project.Migration("001_t", "CREATE TABLE t (a int);", "DROP TABLE t;").Migration("002_u", "CREATE TABLE u (a int);", "DROP TABLE u;");
    }

    public void Dispose()
    {
        _database.Dispose();
        if (Directory.Exists(_project.Path))
        {
            _project.Dispose();
        }
    }

    [Fact]
    [Replays("ScriptGuards.cs", "without --single-transaction")]
    public async Task Without_the_option_that_was_in_its_way_the_script_runs()
    {
        string sql = await ScriptAsync();
        Assert.Contains("Run it without --single-transaction", (await _psql.RunAsync(sql, "--single-transaction")).Error, StringComparison.Ordinal);

        await _psql.DoneAsync(sql);

        await CleanAsync();
    }

    [Fact]
    [Replays("ScriptGuards.cs", "script --schema NAME")]
    public async Task A_schema_that_is_missing_is_another_one()
    {
        var run = await StopsAsync(await ScriptAsync("--schema", "nowhere"), "The schema 'nowhere' does not exist.");

        var written = await FollowAsync(run, 0, "public");

        await _psql.DoneAsync(written.Output);
        await CleanAsync();
    }

    [Fact]
    [Replays("ScriptGuards.cs", "script --migration-table NAME")]
    public async Task A_table_that_is_taken_is_another_one()
    {
        _database.Execute("CREATE TABLE __migrations (a int)");
        var run = await StopsAsync(await ScriptAsync("--offline"), "that is not a history of this tool.");

        var written = await FollowAsync(run, 0, "steps", "--offline");

        await _psql.DoneAsync(written.Output);
        await _project.Tool.ExpectAsync(0, "status", "--check", "--migration-table", "steps");
    }

    [Fact]
    [Replays("ScriptGuards.cs", "Run this script again once it is done")]
    public async Task Another_runner_is_shown_and_once_it_is_done_the_script_runs()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);\nSELECT pg_advisory_xact_lock(42);");
        string held = await ScriptAsync();
        using var gate = _database.Open();
        using (var closed = new NpgsqlCommand("SELECT pg_advisory_lock(42)", gate))
        {
            closed.ExecuteNonQuery();
        }

        var first = _psql.RunAsync(held);
        while (!first.IsCompleted && _database.Query("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")[0] != "True")
        {
            await Look.AgainAsync();
        }

        var run = await _psql.ReadAsync(held);
        Assert.Contains("Another runner is at work on this database", run.Error, StringComparison.Ordinal);
        Assert.Contains("psql, by a script", (await FollowAsync(run)).Output, StringComparison.Ordinal);
        gate.Close();
        Assert.Equal(0, (await first).ExitCode);
        await _psql.DoneAsync(held);
        await CleanAsync();
    }

    [Fact]
    [Replays("ScriptGuards.cs", "goes on with what was begun")]
    [Replays("ScriptGuards.cs", "goes on with what was begun", 1)]
    public async Task What_was_begun_is_shown_and_up_goes_on_with_it()
    {
        string sql = await ScriptAsync();
        _project.Migration("001_t", "CREATE TABLE t (a int);\nVACUUM t;\nSELECT 1 / 0;");
        await _project.Tool.ExpectAsync(1, "up", "--no-lock-file");
        _project.Migration("001_t", "CREATE TABLE t (a int);\nVACUUM t;");
        var run = await StopsAsync(sql, "'001_t' is not as this script expects it: it failed.");

        Assert.Contains("failed", (await FollowAsync(run)).Output, StringComparison.Ordinal);
        _project.Migration("001_t", "CREATE TABLE t (a int);\nVACUUM t;\nSELECT 1;");
        await FollowAsync(run, 1, null, "--no-lock-file");

        await CleanAsync();
    }

    [Fact]
    [Replays("ScriptGuards.cs", "migrate_is_in_order")]
    public async Task A_part_without_what_comes_before_it_is_shown()
    {
        string sql = await ScriptAsync("--offline");
        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        _database.Execute("DELETE FROM __migrations WHERE id = '001_t'");
        var run = await StopsAsync(sql, "A part of this script is done, but not what comes before it.");

        Assert.Contains("pending", (await FollowAsync(run)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("ScriptGuards.cs", "EXISTS (SELECT FROM :migrate_rows r")]
    public async Task A_script_in_the_middle_shows_what_is_not_applied_before_it()
    {
        var run = await StopsAsync(await ScriptAsync("--offline", "002_u"), "'001_t', which comes before this script, is not applied.");

        Assert.Contains("2 pending", (await FollowAsync(run)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("PsqlScriptWriter.cs", "AS migrate_ok ⇒ dotnet migrate status shows how it stands.")]
    public async Task A_migration_that_did_not_end_stops_the_next_and_is_shown()
    {
        await _project.Tool.ExpectAsync(0, "up", "001_t", "--no-lock-file");
        await _project.Tool.ExpectAsync(0, "down", "--all", "--yes");
        Trigger("NEW.id = '001_t' AND NEW.state = 'completed'", "NEW.state := 'failed'; RETURN NEW;");
        var run = await StopsAsync(await ScriptAsync(), "'001_t', which comes before '002_u' in this script, was not run to its end.");

        Assert.Contains("001_t", (await FollowAsync(run)).Output, StringComparison.Ordinal);
        Assert.Equal(["0"], _database.Query("SELECT count(*) FROM __migrations WHERE id = '002_u'"));
    }

    [Fact]
    [Replays("PsqlScriptWriter.cs", "shows what is recorded")]
    public async Task A_statement_that_ends_the_transaction_is_shown()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int); UPDATE __migrations_owner SET token = token + 1, runner = 'another';");
        var run = await StopsAsync(await ScriptAsync("--offline"), "was ended by one of its statements");

        Assert.Contains("2 pending", (await FollowAsync(run)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("PsqlScriptWriter.cs", "shows who it is")]
    public async Task A_row_that_somebody_changed_is_shown()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);\nUPDATE __migrations SET attempt = 7;\nVACUUM t;");
        var run = await StopsAsync(await ScriptAsync("--offline"), "Another runner took over this database, or changed the row");

        Assert.Contains("001_t", (await FollowAsync(run)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Replays("ScriptUnits.cs", "run it without a script")]
    public async Task What_psql_can_not_read_runs_without_a_script()
    {
        _project.Migration("002_u", "CREATE TABLE u AS SELECT E'it'\n  ' is \\'s here' AS a;");
        using var scene = new Scene(_project);
        await scene.RunAsync(7, "script", "--offline");

        await scene.FollowAsync("ScriptUnits.cs", "run it without a script");

        Assert.Equal(["it is 's here"], _database.Query("SELECT a FROM u"));
        await CleanAsync();
    }

    [Theory]
    [Replays("OutsideUnit.cs", "If nothing of the unit in doubt is there")]
    [Replays("OutsideUnit.cs", "If nothing of the unit in doubt is there", 1)]
    [Replays("OutsideUnit.cs", "If nothing of the unit in doubt is there", 2)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_statement_in_doubt_that_the_catalog_can_not_decide_is_decided_by_each_way_that_is_named(int way)
    {
        _project.Migration("002_u", "CREATE INDEX CONCURRENTLY i ON t (a);");
        using var scene = new Scene(_project);
        await scene.RunAsync(0, "up", "001_t", "--no-lock-file");

        // What the statement did can't be recorded, and then somebody puts another index in its place.
        Trigger("OLD.in_doubt IS NOT NULL AND NEW.in_doubt IS NULL", "RAISE EXCEPTION 'not now';");
        var failed = await scene.RunAsync(1, "up", "--no-lock-file");
        Assert.Contains("Of unit 1: it ran, and that is not recorded; up finds it done.", failed.Error, StringComparison.Ordinal);
        _database.Execute("DROP TRIGGER t ON __migrations; DROP INDEX i; CREATE INDEX i ON t ((a + 1))");
        await scene.RunAsync(4, "up", "--no-lock-file");

        await scene.FollowAsync("OutsideUnit.cs", "If nothing of the unit in doubt is there", way);

        if (way > 0)
        {
            _database.Execute("DROP INDEX i");
            await scene.RunAsync(0, "up", "--no-lock-file");
            Assert.Equal(["True"], _database.Query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"));
        }

        await CleanAsync();
    }

    [Fact]
    public async Task A_statement_that_ran_and_could_not_be_recorded_is_found_done()
    {
        _project.Migration("002_u", "CREATE INDEX CONCURRENTLY ON t (a);");
        await _project.Tool.ExpectAsync(0, "up", "001_t", "--no-lock-file");
        Trigger("OLD.in_doubt IS NOT NULL AND NEW.in_doubt IS NULL", "RAISE EXCEPTION 'not now';");
        await _project.Tool.ExpectAsync(1, "up", "--no-lock-file");
        _database.Execute("DROP TRIGGER t ON __migrations");

        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file");

        Assert.Equal(["t_a_idx"], _database.Query("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 't'::regclass"));
        await CleanAsync();
    }

    private void Trigger(string when, string does) => _database.Execute(
        $"""
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {does} END$$;
        CREATE TRIGGER t BEFORE UPDATE ON __migrations FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION f();
        """);

    private async Task<ProcessRun> StopsAsync(string sql, string message)
    {
        var run = await _psql.RunAsync(sql);
        Assert.True(run.ExitCode == 3 && run.Error.Contains(message, StringComparison.Ordinal), $"psql exited with {run.ExitCode}: {run.Error}");
        return run;
    }

    /// <summary>Runs a command of the hint.</summary>
    private async Task<ProcessRun> FollowAsync(ProcessRun said, int command = 0, string? name = null, params string[] besides)
    {
        string hint = said.Error.Split('\n').Last(l => l.StartsWith("HINT:", StringComparison.Ordinal));
        string printed = Regex.Matches(hint, "dotnet migrate ([a-z]+(?: --[a-z-]+ [A-Z]+)?)")[command].Groups[1].Value;
        return await _project.Tool.ExpectAsync(0, [.. (name is null ? printed : printed.Replace("NAME", name, StringComparison.Ordinal)).Split(' '), .. besides]);
    }

    private Task<ProcessRun> CleanAsync() => _project.Tool.ExpectAsync(0, "status", "--check");

    private async Task<string> ScriptAsync(params string[] arguments) => (await _project.Tool.ExpectAsync(0, ["script", .. arguments])).Output;
}
