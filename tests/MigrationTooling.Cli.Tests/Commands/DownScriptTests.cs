using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>What <c>script --down</c> writes is run by the real sqlite3 program and leaves what <c>down</c> leaves.</summary>
public sealed class DownScriptTests : IDisposable
{
    private const string Rows = "SELECT group_concat(id || state || origin || attempt || up_h1 || up_s1 || coalesce(down_h1, '') || units_done || statements_done || '/' || statements_total || sequence || (finished_on IS NOT NULL), char(10)) FROM (SELECT * FROM __migrations ORDER BY sequence)";
    private const string Texts = "SELECT group_concat(h1 || masked || hex(content), char(10)) FROM (SELECT * FROM __migrations_text ORDER BY h1)";
    private const string Schema = "SELECT group_concat(type || name || sql, char(10)) FROM (SELECT * FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name)";
    private const string RolledBack = "SELECT migration FROM __migrations_journal WHERE kind = 'rolled_back' ORDER BY entry";

    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("--offline")]
    [InlineData("a database")]
    public async Task The_way_back_leaves_schema_history_and_texts_of_down_and_up_goes_on_from_there(string source)
    {
        ReversibleShop();
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:shell.db", "--no-lock-file");
        File.Copy(_project.At("shell.db"), _project.At("down.db"));
        string[] where = source == "--offline" ? ["--offline"] : ["-u", "sqlite:shell.db"];

        await SqliteShell.DoneAsync(_project, "shell.db", await ScriptAsync(where));
        await _project.Tool.ExpectAsync(0, "down", "--all", "-y", "-u", "sqlite:down.db", "--no-lock-file");

        Assert.All([Schema, Rows, Texts, RolledBack], sql => Assert.Equal(Read("down.db", sql), Read("shell.db", sql)));
        Assert.Equal(17, Read("shell.db", RolledBack).Count);
        Assert.Contains("17 migrations applied", (await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:shell.db", "--no-lock-file")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_takes_back_what_it_names_newest_first_and_a_second_time_nothing()
    {
        await ThreeAsync();
        string sql = await ScriptAsync("--offline", "002_b..");

        await SqliteShell.DoneAsync(_project, "a.db", sql);
        byte[] after = _project.Bytes("a.db");
        var again = await SqliteShell.RunAsync(_project, "a.db", sql);

        Assert.Equal(["003_c", "002_b"], Read("a.db", RolledBack));
        Assert.Equal(["a"], Read("a.db", "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'"));
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("the history is not as this script expects it", again.Error, StringComparison.Ordinal);
        Assert.Equal(after, _project.Bytes("a.db"));
    }

    [Fact]
    public async Task A_script_on_which_something_stands_by_now_is_refused_as_a_whole()
    {
        await ThreeAsync("002_b");
        string sql = await ScriptAsync("-u", "sqlite:a.db", "002_b");
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:a.db", "--no-lock-file");

        var run = await SqliteShell.RunAsync(_project, "a.db", sql);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(Read("a.db", RolledBack));
    }

    [Theory]
    [InlineData("-u", "sqlite:a.db")]
    [InlineData("--offline", "--no-color")]
    public async Task Nothing_is_taken_back_from_under_what_was_applied_after_it(string option, string value)
    {
        await ThreeAsync();

        var run = await _project.Tool.RunAsync("script", "--down", "002_b", option, value);
        if (option == "--offline")
        {
            // Without a database the range's end is taken for the top; the script finds out.
            Assert.Equal(0, run.ExitCode);
            run = await SqliteShell.RunAsync(_project, "a.db", run.Output);
            Assert.NotEqual(0, run.ExitCode);
        }
        else
        {
            Assert.Equal(7, run.ExitCode);
            Assert.Contains("'003_c' was applied after migrations of this range", run.Error, StringComparison.Ordinal);
        }

        Assert.Empty(Read("a.db", RolledBack));
    }

    [Fact]
    public async Task Without_a_way_back_nothing_is_written()
    {
        await ThreeAsync();
        _project.Migration("004_d", "CREATE TABLE d (d);");
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:a.db", "--no-lock-file");

        var run = await _project.Tool.ExpectAsync(7, "script", "--down", "-u", "sqlite:a.db");

        Assert.Contains("'004_d' is irreversible", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task The_text_of_the_history_serves_where_the_file_is_gone()
    {
        await ThreeAsync();
        _project.Delete("migrations/003_c.down.sql");

        await SqliteShell.DoneAsync(_project, "a.db", await ScriptAsync("-u", "sqlite:a.db", "003_c"));

        Assert.Equal(["003_c"], Read("a.db", RolledBack));
    }

    private async Task ThreeAsync(string? last = null)
    {
        _project.Migration("001_a", "CREATE TABLE a (a);", "DROP TABLE a;")
            .Migration("002_b", "CREATE TABLE b (b);", "DROP TABLE b;")
            .Migration("003_c", "CREATE TABLE c (c);", "DROP TABLE c;");
        await _project.Tool.ExpectAsync(0, [.. new[] { "up", last, "-u", "sqlite:a.db", "--no-lock-file" }.OfType<string>()]);
    }

    /// <summary>The sample shop up to its migration that has no way back.</summary>
    private void ReversibleShop()
    {
        string shop = Path.Combine(Repository.Root, "samples", "shop", "migrations");
        foreach (string file in Directory.GetFiles(shop, "*.sql").Where(file => string.CompareOrdinal(Path.GetFileName(file), "20260427083000") < 0))
        {
            _project.Write("migrations/" + Path.GetFileName(file), File.ReadAllBytes(file));
        }
    }

    private async Task<string> ScriptAsync(params string[] arguments) => (await _project.Tool.ExpectAsync(0, ["script", "--down", .. arguments])).Output;

    private IReadOnlyList<string> Read(string database, string sql) => DatabaseFile.Query(_project.At(database), sql);
}
