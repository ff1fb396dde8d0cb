using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>What keeps a script for psql from running where it must not: other runners, other histories, an open transaction.</summary>
public sealed class PsqlGuardTests : IDisposable
{
    private readonly Project _project = new();
    private readonly PostgresDatabase _database = new();
    private readonly Psql _psql;

    public PsqlGuardTests()
    {
        _project.Write("migrate.json", """{"dialect":"postgresql"}""");
        _psql = new Psql(_project, _database);
    }

    public void Dispose()
    {
        _database.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task A_second_runner_is_refused_and_told_who_is_at_work()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);").Migration("002_waits", "SELECT pg_advisory_xact_lock(42);");
        string sql = await ScriptAsync("--offline");
        using var gate = _database.Open();
        using var closed = new NpgsqlCommand("SELECT pg_advisory_lock(42)", gate);
        closed.ExecuteNonQuery();

        var first = _psql.RunAsync(sql);
        await UntilItWaitsAsync(first);
        var second = await _psql.ReadAsync(sql);
        var tool = await _project.Tool.ExpectAsync(5, "up", "-u", _database.Url, "--no-lock-file", "--wait", "0");
        gate.Close();

        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains("Another runner is at work on this database: dotnet-migrate psql, by a script #1", second.Error, StringComparison.Ordinal);
        Assert.Contains("psql, by a script", tool.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await first).ExitCode);
        Assert.Equal(["001_t|completed|1", "002_waits|completed|1"], _database.Query("SELECT id, state, attempt FROM __migrations ORDER BY 1"));
    }

    [Fact]
    public async Task A_script_waits_for_no_runner_of_the_tool()
    {
        _project.Migration("001_waits", "SELECT pg_advisory_xact_lock(42);");
        string sql = await ScriptAsync("--offline");
        using var gate = _database.Open();
        using var closed = new NpgsqlCommand("SELECT pg_advisory_lock(42)", gate);
        closed.ExecuteNonQuery();

        var up = _project.Tool.ExpectAsync(0, "up", "-u", _database.Url, "--no-lock-file");
        await UntilItWaitsAsync(up);
        var refused = await _psql.RunAsync(sql);
        gate.Close();
        await up;

        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("Another runner is at work on this database: dotnet-migrate ", refused.Error, StringComparison.Ordinal);
        await _psql.DoneAsync(sql);
    }

    [Fact]
    public async Task A_script_whose_ownership_was_taken_over_stops_before_the_next_unit()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int); UPDATE __migrations_owner SET token = token + 1, runner = 'another';").Migration("002_u", "CREATE TABLE u (a int);");

        var run = await _psql.RunAsync(await ScriptAsync("--offline"));

        // The unit itself has lost the row that proves its ownership.
        Assert.Contains("was ended by one of its statements", run.Error, StringComparison.Ordinal);
        Assert.Equal(["0"], _database.Query("SELECT count(*) FROM __migrations"));
    }

    [Fact]
    public async Task A_row_that_somebody_changes_between_two_units_stops_the_script()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);\nUPDATE __migrations SET attempt = 7;\nVACUUM t;");

        var run = await _psql.RunAsync(await ScriptAsync("--offline"));

        Assert.Contains("Another runner took over this database, or changed the row", run.Error, StringComparison.Ordinal);
        Assert.Equal(["in_progress|7"], _database.Query("SELECT state, attempt FROM __migrations"));
    }

    [Fact]
    public async Task A_raised_token_stops_the_script_between_two_units()
    {
        _project.Migration(
            "001_t", "-- migrate:options transaction:false\nCREATE TABLE t (a int);\nDO $$BEGIN UPDATE __migrations_owner SET token = token + 1, runner = 'another'; END$$;\nCREATE TABLE u (a int);");

        var run = await _psql.RunAsync(await ScriptAsync("--offline"));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Another runner took over this database", run.Error, StringComparison.Ordinal);
        Assert.Equal(["True|False"], _database.Query("SELECT to_regclass('t') IS NOT NULL, to_regclass('u') IS NOT NULL"));
        Assert.Equal(["in_progress|another"], _database.Query("SELECT state, (SELECT runner FROM __migrations_owner) FROM __migrations"));
    }

    [Fact]
    public async Task Of_many_started_at_once_one_runs_it_and_the_others_are_refused_or_pass_over_it()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);").Migration("002_rows", "INSERT INTO t VALUES (1);").Migration("003_more", "BEGIN;\nINSERT INTO t VALUES (2);\nCOMMIT;\nVACUUM t;");
        string sql = await ScriptAsync("--offline");

        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _psql.ReadAsync(sql)));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0 || run.Error.Contains("Another runner is at work", StringComparison.Ordinal), run.Error));
        Assert.Contains(runs, run => run.ExitCode == 0);
        Assert.Equal(["1", "2"], _database.Query("SELECT a FROM t ORDER BY 1"));
        Assert.Equal(["1|completed", "1|completed", "1|completed"], _database.Query("SELECT attempt, state FROM __migrations"));
        Assert.Equal(["1"], _database.Query("SELECT count(*) FROM __migrations_journal WHERE kind = 'owned'"));
    }

    [Fact]
    public async Task A_statement_that_fails_ends_the_script_and_the_mended_one_goes_on_behind_what_is_done()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int UNIQUE);").Migration("002_twice", "INSERT INTO t VALUES (1), (2);\nINSERT INTO t VALUES (3), (3);").Migration("003_last", "INSERT INTO t VALUES (4);");
        string broken = await ScriptAsync("--offline");

        var first = await _psql.RunAsync(broken);
        var again = await _psql.RunAsync(broken);
        Assert.All([first, again], run => Assert.True(run.ExitCode == 3 && run.Error.Contains("duplicate key", StringComparison.Ordinal), run.Error));
        Assert.Empty(_database.Query("SELECT a FROM t"));
        Assert.Equal(["001_t|completed"], _database.Query("SELECT id, state FROM __migrations"));

        _project.Migration("002_twice", "INSERT INTO t VALUES (1), (2);\nINSERT INTO t VALUES (3);");
        await _psql.DoneAsync(await ScriptAsync("--offline"));

        Assert.Equal(["1", "2", "3", "4"], _database.Query("SELECT a FROM t ORDER BY 1"));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", _database.Url);
        Assert.Equal(["001_t", "002_twice", "003_last"], _database.Query("SELECT migration FROM __migrations_journal WHERE kind = 'completed' ORDER BY entry"));
    }

    [Theory]
    [InlineData("in_progress", "it is in_progress")]
    [InlineData("failed", "it failed")]
    [InlineData("rolling_back", "it is rolling_back")]
    [InlineData("rolled_back", "it was taken back")]
    [InlineData("pending", "it is pending")]
    public async Task A_row_that_another_run_left_behind_refuses_the_script(string state, string words)
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);").Migration("002_u", "CREATE TABLE IF NOT EXISTS u (a int);").Migration("003_v", "CREATE TABLE v (a int);");
        await _project.Tool.ExpectAsync(0, "up", "002_u", "-u", _database.Url, "--no-lock-file");
        _database.Execute($"UPDATE __migrations SET state = '{state}' WHERE id = '002_u'");
        var before = _database.Query("SELECT entry, kind FROM __migrations_journal ORDER BY 1");

        var run = await _psql.RunAsync(await ScriptAsync("--offline"));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"'002_u' is not as this script expects it: {words}.", run.Error, StringComparison.Ordinal);
        Assert.Equal(["False"], _database.Query("SELECT to_regclass('v') IS NOT NULL"));
        Assert.Equal(before, _database.Query("SELECT entry, kind FROM __migrations_journal ORDER BY 1"));
    }

    [Fact]
    public async Task A_script_commits_by_itself_so_it_is_refused_inside_a_transaction()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);");

        var run = await _psql.RunAsync(await ScriptAsync("--offline"), "--single-transaction");

        Assert.Contains("Run it without --single-transaction", run.Error, StringComparison.Ordinal);
        Assert.Equal(["0"], _database.Query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task A_history_that_is_not_as_expected_refuses_the_whole_script()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);", "DROP TABLE t;").Migration("002_u", "CREATE TABLE u (a int);", "DROP TABLE u;").Migration("003_v", "CREATE TABLE v (a int);", "DROP TABLE v;");
        string all = await ScriptAsync("--offline"), first = await ScriptAsync("--down", "--offline", "..001_t"), last = await ScriptAsync("--offline", "003_v");

        await RefusedAsync(last, "'002_u', which comes before this script, is not applied.");
        await RefusedAsync(first, "'001_t' is not as this script expects it: it is not applied.");
        await _project.Tool.ExpectAsync(0, "up", "002_u", "-u", _database.Url, "--no-lock-file");
        await RefusedAsync(first, "'002_u' is applied, and stands on what this script takes back.");
        _database.Execute("DELETE FROM __migrations WHERE id = '001_t'");
        await RefusedAsync(all, "A part of this script is done, but not what comes before it.");
        _project.Migration("002_u", "CREATE TABLE u (b int);");
        await RefusedAsync(await ScriptAsync("--offline"), "'002_u' is not as this script expects it: it is applied, by another run or with another text.");
        _database.Execute("UPDATE __migrations_meta SET value = '9.0' WHERE key = 'format'");
        await RefusedAsync(all, "The history was written by another version of dotnet migrate.");
        _database.Execute("DROP TABLE __migrations_meta");
        await RefusedAsync(all, "that is not a history of this tool.");

        async Task RefusedAsync(string sql, string message)
        {
            var run = await _psql.RunAsync(sql);
            Assert.Equal(3, run.ExitCode);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.Contains("Nothing was run.", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_history_has_the_schema_and_the_name_that_were_asked_for()
    {
        const string Schema = "Ünï \"x\" :n 'y' \\z";
        _project.Migration("001_t", "CREATE TABLE t (a int);");
        string sql = await ScriptAsync("--offline", "--schema", Schema, "-t", "steps");

        Assert.Contains("does not exist", (await _psql.RunAsync(sql)).Error, StringComparison.Ordinal);
        _database.Execute("CREATE SCHEMA \"Ünï \"\"x\"\" :n 'y' \\z\"");
        await _psql.DoneAsync(sql, "--set", "n=9");
        await _psql.DoneAsync(sql);

        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", _database.Url, "--schema", Schema, "-t", "steps");
    }

    // The gate is an advisory lock that no runner takes; whoever waits for one has come to it.
    private async Task UntilItWaitsAsync(Task runner)
    {
        while (!runner.IsCompleted && _database.Query("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")[0] != "True")
        {
            await Look.AgainAsync();
        }
    }

    private async Task<string> ScriptAsync(params string[] arguments) => (await _project.Tool.ExpectAsync(0, ["script", .. arguments])).Output;
}
