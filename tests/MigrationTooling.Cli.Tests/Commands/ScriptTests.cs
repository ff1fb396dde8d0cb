using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>What <c>script</c> writes is run by the real sqlite3 program and leaves what <c>up</c> leaves.</summary>
public sealed class ScriptTests : IDisposable
{
    private const string Rows = "SELECT group_concat(id || state || origin || attempt || up_h1 || up_s1 || coalesce(down_h1, '') || units_done || statements_done || '/' || statements_total || sequence || (finished_on IS NOT NULL), char(10)) FROM (SELECT * FROM __migrations ORDER BY sequence)";
    private const string Texts = "SELECT group_concat(h1 || masked || hex(content), char(10)) FROM (SELECT * FROM __migrations_text ORDER BY h1)";
    private const string Schema = "SELECT group_concat(type || name || sql, char(10)) FROM (SELECT * FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name)";

    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_script_out_of_the_files_leaves_schema_history_and_texts_of_up()
    {
        ShopMigrations();

        await SqliteShell.DoneAsync(_project, "shell.db", await ScriptAsync("--offline"));
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:up.db", "--no-lock-file");

        Assert.All([Schema, Rows, Texts], sql => Assert.Equal(Read("up.db", sql), Read("shell.db", sql)));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", "sqlite:shell.db");
        Assert.Contains("Nothing to apply", (await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:shell.db", "--no-lock-file")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_was_run_is_refused_the_second_time_and_changes_nothing()
    {
        _project.Migration("001_t", "CREATE TABLE t (a); INSERT INTO t VALUES (1);").Migration("002_more", "INSERT INTO t VALUES (2);");
        string sql = await ScriptAsync("--offline");
        await SqliteShell.DoneAsync(_project, "a.db", sql);
        byte[] before = _project.Bytes("a.db");

        var again = await SqliteShell.RunAsync(_project, "a.db", sql);

        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("the history is not as this script expects it", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, _project.Bytes("a.db"));
    }

    [Fact]
    public async Task A_script_of_which_a_later_part_is_applied_is_refused_as_a_whole()
    {
        _project.Migration("001_t", "CREATE TABLE t (a);").Migration("002_u", "CREATE TABLE u (a);");
        string sql = await ScriptAsync("--offline");
        await SqliteShell.DoneAsync(_project, "a.db", await ScriptAsync("--offline", "..001_t"));

        var run = await SqliteShell.RunAsync(_project, "a.db", sql);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(["001_t"], DatabaseFile.Query(_project.At("a.db"), "SELECT id FROM __migrations"));
    }

    [Fact]
    public async Task With_a_database_only_what_is_pending_there_is_written()
    {
        _project.Migration("001_t", "CREATE TABLE t (a);").Migration("002_u", "CREATE TABLE u (a);").Migration("003_v", "CREATE TABLE v (a);");
        await _project.Tool.ExpectAsync(0, "up", "001_t", "-u", "sqlite:a.db", "--no-lock-file");

        string sql = await ScriptAsync("-u", "sqlite:a.db");
        Assert.DoesNotContain("CREATE TABLE t", sql, StringComparison.Ordinal);
        await SqliteShell.DoneAsync(_project, "a.db", sql);

        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", "sqlite:a.db");
        Assert.Equal(["001_t1", "002_u2", "003_v3"], DatabaseFile.Query(_project.At("a.db"), "SELECT id || sequence FROM __migrations ORDER BY sequence"));
        var nothing = await _project.Tool.ExpectAsync(0, "script", "-u", "sqlite:a.db");
        Assert.Empty(nothing.Output);
        Assert.Contains("the script is empty", nothing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_migration_is_taken_up_by_its_script_as_the_next_attempt()
    {
        _project.Migration("001_t", "CREATE TABLE t (a);\nSELECT nope;");
        await _project.Tool.ExpectAsync(1, "up", "-u", "sqlite:a.db", "--no-lock-file");
        _project.Migration("001_t", "CREATE TABLE t (a);");

        await SqliteShell.DoneAsync(_project, "a.db", await ScriptAsync("-u", "sqlite:a.db"));

        Assert.Equal(["completed2"], DatabaseFile.Query(_project.At("a.db"), "SELECT state || attempt FROM __migrations"));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", "sqlite:a.db");
    }

    [Fact]
    public async Task Behind_committed_units_a_script_finds_the_session_that_those_had_made()
    {
        const string Begun = "ATTACH 'other.db' AS other;\nBEGIN;\nCREATE TABLE one (a);\nCOMMIT;\n";
        _project.Migration("001_t", Begun + "INSERT INTO other.nowhere VALUES (1);");
        await _project.Tool.ExpectAsync(1, "up", "-u", "sqlite:a.db", "--no-lock-file");
        _project.Migration("001_t", Begun + "CREATE TABLE other.two (a);");

        await SqliteShell.DoneAsync(_project, "a.db", await ScriptAsync("-u", "sqlite:a.db"));

        Assert.Equal(["two"], DatabaseFile.Query(_project.At("other.db"), "SELECT name FROM sqlite_master"));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", "sqlite:a.db");
    }

    [Fact]
    public async Task Own_transactions_and_statements_outside_of_one_are_units_as_in_up()
    {
        _project.Migration("001_units", "BEGIN;\nCREATE TABLE t (a);\nCOMMIT;\nINSERT INTO t VALUES (1);\nVACUUM;\nBEGIN;\nINSERT INTO t VALUES (2);\nEND;");

        await SqliteShell.DoneAsync(_project, "shell.db", await ScriptAsync("--offline"));
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:up.db", "--no-lock-file");

        Assert.Equal(Read("up.db", Rows), Read("shell.db", Rows));
        Assert.Equal(["1", "2"], DatabaseFile.Query(_project.At("shell.db"), "SELECT CAST(a AS TEXT) FROM t"));
        Assert.Equal(
            ["intent", "unit_completed", "unit_completed", "unit_completed", "completed"],
            DatabaseFile.Query(_project.At("shell.db"), "SELECT kind FROM __migrations_journal WHERE migration IS NOT NULL ORDER BY entry"));
    }

    [Fact]
    public async Task A_statement_that_fails_in_the_shell_leaves_nothing_of_its_migration_and_up_goes_on()
    {
        _project.Migration("001_t", "CREATE TABLE t (a UNIQUE);").Migration("002_twice", "CREATE TABLE u (a);\nINSERT INTO t VALUES (1), (1);");

        var run = await SqliteShell.RunAsync(_project, "a.db", await ScriptAsync("--offline"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(["001_t"], DatabaseFile.Query(_project.At("a.db"), "SELECT id FROM __migrations"));
        Assert.DoesNotContain("u", DatabaseFile.Tables(_project.At("a.db")));
        _project.Migration("002_twice", "INSERT INTO t VALUES (1);");
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:a.db", "--no-lock-file");
    }

    [Fact]
    public async Task A_shell_can_not_repeat_a_statement_so_batches_are_left_to_up()
    {
        _project.Migration("001_t", "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3);").Migration("002_less", "-- migrate:options batch:2\nDELETE FROM t WHERE rowid IN (SELECT rowid FROM t WHERE a > 1 LIMIT 2);");

        var refused = await _project.Tool.ExpectAsync(7, "script", "--offline");
        Assert.Contains("'002_less' runs in batches of 2 rows", refused.Error, StringComparison.Ordinal);
        await SqliteShell.DoneAsync(_project, "a.db", (await _project.Tool.ExpectAsync(0, "script", "..001_t", "--offline")).Output);
        Assert.Contains("dotnet migrate up 002_less", refused.Error, StringComparison.Ordinal);
        await _project.Tool.ExpectAsync(0, "up", "002_less", "-u", "sqlite:a.db", "--no-lock-file");

        Assert.Equal(["1"], DatabaseFile.Query(_project.At("a.db"), "SELECT CAST(a AS TEXT) FROM t"));
    }

    [Fact]
    public async Task A_script_whose_ownership_was_taken_over_stops_before_the_next_unit()
    {
        _project.Migration("001_t", "CREATE TABLE t (a); UPDATE __migrations_owner SET token = token + 1, runner = 'another';").Migration("002_u", "CREATE TABLE u (a);");

        var run = await SqliteShell.RunAsync(_project, "a.db", await ScriptAsync("--offline"));

        Assert.Contains("another runner took over", run.Error, StringComparison.Ordinal);
        Assert.Equal(["001_t"], DatabaseFile.Query(_project.At("a.db"), "SELECT id FROM __migrations"));
    }

    [Fact]
    public async Task Foreign_keys_are_enforced_where_the_file_says_so_and_nowhere_else()
    {
        _project.Migration("001_t", "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p ON DELETE CASCADE); INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1), (2);")
            .Migration("002_off", "PRAGMA foreign_keys = OFF;\nDELETE FROM p WHERE id = 1; INSERT INTO p VALUES (1);\nPRAGMA foreign_keys = ON;")
            .Migration("003_on", "-- migrate:options foreign_keys:on\nDELETE FROM p WHERE id = 2;");

        await SqliteShell.DoneAsync(_project, "a.db", await ScriptAsync("--offline"));

        Assert.Equal(["1"], DatabaseFile.Query(_project.At("a.db"), "SELECT CAST(p AS TEXT) FROM c"));
    }

    [Theory]
    [InlineData("002_b", "002_b")]
    [InlineData("..002_b", "001_a 002_b")]
    [InlineData("2..3", "002_b 003_c")]
    [InlineData("003_c..", "003_c 004_d")]
    [InlineData("..", "001_a 002_b 003_c 004_d")]
    public async Task A_range_has_both_its_ends(string range, string ids)
    {
        Four();

        var document = await _project.Tool.JsonAsync(0, "script", "--offline", range);

        Assert.Equal(ids.Split(' '), document.GetProperty("migrations").EnumerateArray().Select(id => id.GetString()));
    }

    [Theory]
    [InlineData("005_e", "No migration '005_e' is known.")]
    [InlineData("003_c..001_a", "The range is empty: '001_a' comes before '003_c'.")]
    public async Task A_range_that_fits_nothing_is_an_error(string range, string message)
    {
        Four();

        Assert.Contains(message, (await _project.Tool.ExpectAsync(2, "script", "--offline", range)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_refuses_a_database_that_lacks_the_migration_before_its_range()
    {
        Four();

        var run = await SqliteShell.RunAsync(_project, "a.db", await ScriptAsync("--offline", "003_c.."));

        Assert.Contains("the history is not as this script expects it", run.Error, StringComparison.Ordinal);
        Assert.Empty(DatabaseFile.Tables(_project.At("a.db")));
    }

    [Fact]
    public async Task What_follows_a_changed_session_goes_into_a_script_of_its_own_as_the_message_says()
    {
        _project.Migration("001_t", "CREATE TABLE t (a);\nPRAGMA legacy_alter_table = ON;\nALTER TABLE t RENAME TO u;").Migration("002_v", "CREATE TABLE v (a);");

        var refused = await _project.Tool.ExpectAsync(7, "script", "--offline");
        Assert.Contains("dotnet migrate script ..001_t and dotnet migrate script 002_v..", refused.Error, StringComparison.Ordinal);

        await SqliteShell.DoneAsync(_project, "a.db", await ScriptAsync("--offline", "..001_t"));
        await SqliteShell.DoneAsync(_project, "a.db", await ScriptAsync("--offline", "002_v.."));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", "sqlite:a.db");
    }

    [Fact]
    public async Task A_script_is_not_written_where_files_and_history_do_not_agree()
    {
        _project.Migration("001_t", "CREATE TABLE t (a);").Migration("002_u", "CREATE TABLE u (a);");
        await _project.Tool.ExpectAsync(0, "up", "001_t", "-u", "sqlite:a.db", "--no-lock-file");
        _project.Migration("001_t", "CREATE TABLE t (b);");

        var run = await _project.Tool.ExpectAsync(3, "script", "-u", "sqlite:a.db");

        Assert.Empty(run.Output);
        Assert.Contains("MIG0505", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_the_tables_derive_from_the_migration_table()
    {
        _project.Migration("001_t", "CREATE TABLE t (a);");

        await SqliteShell.DoneAsync(_project, "a.db", await ScriptAsync("--offline", "-t", "steps"));

        Assert.Equal(["steps", "steps_journal", "steps_meta", "steps_owner", "steps_text", "t"], DatabaseFile.Tables(_project.At("a.db")));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", "sqlite:a.db", "-t", "steps");
    }

    private void Four() => _project.Migration("001_a", "CREATE TABLE a (a);").Migration("002_b", "CREATE TABLE b (a);")
        .Migration("003_c", "CREATE TABLE c (a);").Migration("004_d", "CREATE TABLE d (a);");

    private void ShopMigrations()
    {
        string shop = System.IO.Path.Combine(Repository.Root, "samples", "shop", "migrations");
        foreach (string file in System.IO.Directory.GetFiles(shop))
        {
            _project.Write("migrations/" + System.IO.Path.GetFileName(file), System.IO.File.ReadAllBytes(file));
        }
    }

    private async Task<string> ScriptAsync(params string[] arguments) => (await _project.Tool.ExpectAsync(0, ["script", .. arguments])).Output;

    private IReadOnlyList<string> Read(string database, string sql) => DatabaseFile.Query(_project.At(database), sql);
}
