using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Input;

/// <summary>Databases that can't be used, or hold what is not ours: a clear answer with its exit code, and nothing is lost.</summary>
public sealed class BadDatabaseTests : IDisposable
{
    private readonly Project _project = new Project().Migration("001_users", "CREATE TABLE users (id INTEGER);");

    [Theory]
    [InlineData("status")]
    [InlineData("up")]
    [InlineData("verify")]
    public async Task A_file_that_is_not_a_database_is_left_as_it_is(string verb)
    {
        byte[] text = "I am a letter, not a database. I am a letter, not a database."u8.ToArray();
        _project.Write("letter.txt", text);

        var run = await _project.Tool.ExpectAsync(6, verb, "-u", "sqlite:letter.txt");

        Assert.Contains("is not a database", run.Error, StringComparison.Ordinal);
        Assert.Equal(text, _project.Bytes("letter.txt"));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("up")]
    public async Task A_directory_in_the_databases_place_can_not_be_opened(string verb)
    {
        _project.Folder("app.db");

        await _project.Tool.ExpectAsync(6, verb, "-u", "sqlite:app.db");
    }

    [Theory]
    [InlineData("postgresql://nobody@127.0.0.1:1/nowhere")]
    [InlineData("sqlite:letter.txt")]
    public async Task Files_that_are_refused_are_told_whatever_the_database_says(string url)
    {
        _project.Write("letter.txt", "I am a letter, not a database. I am a letter, not a database.").Migration("002_open", "SELECT 'never closed;");

        var run = await _project.Tool.ExpectAsync(3, "up", "-u", url);

        Assert.Contains("error MIG0103", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is not a database", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_is_missing_is_not_made()
    {
        var run = await _project.Tool.ExpectAsync(6, "up", "-u", "sqlite:nowhere/app.db");

        Assert.Contains(_project.At("nowhere"), run.Error, StringComparison.Ordinal);
        Assert.False(_project.Exists("nowhere"));
    }

    [Fact]
    public async Task A_database_that_may_only_be_read_is_read_and_not_written()
    {
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
        _project.Migration("002_orders", "CREATE TABLE orders (id INTEGER);");
        using var visitor = new Visitor(_project.Path);

        var status = await visitor.ExpectAsync(8, "status", "--check", "-u", "sqlite:app.db");
        var up = await visitor.ExpectAsync(6, "up", "-u", "sqlite:app.db");

        Assert.Contains("002_orders", status.Output, StringComparison.Ordinal);
        Assert.Contains("can't be", up.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("orders", DatabaseFile.Tables(_project.At("app.db")));
    }

    [Fact]
    public async Task Another_tools_history_is_told_and_left_alone()
    {
        DatabaseFile.Execute(_project.At("app.db"), "CREATE TABLE schema_migrations (version TEXT PRIMARY KEY); INSERT INTO schema_migrations VALUES ('001');");

        var status = await _project.Tool.JsonAsync(0, "status", "-u", "sqlite:app.db");
        var verify = await _project.Tool.ExpectAsync(0, "verify", "-u", "sqlite:app.db");

        var finding = status.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("rule").GetString() == "MIG0503");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, finding.GetProperty("file").ValueKind);
        Assert.Contains($"{_project.At("app.db")}: warning MIG0503: ", verify.Output, StringComparison.Ordinal);
        Assert.Equal(["001"], DatabaseFile.Query(_project.At("app.db"), "SELECT version FROM schema_migrations"));
    }

    [Fact]
    public async Task A_history_table_of_that_name_that_is_not_ours_is_not_touched()
    {
        DatabaseFile.Execute(_project.At("app.db"), "CREATE TABLE __migrations (anything TEXT); INSERT INTO __migrations VALUES ('mine');");

        var run = await _project.Tool.RunAsync("up", "-u", "sqlite:app.db");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--migration-table", run.Error, StringComparison.Ordinal);
        Assert.Equal(["mine"], DatabaseFile.Query(_project.At("app.db"), "SELECT anything FROM __migrations"));
    }

    [Fact]
    public async Task A_newer_history_is_read_and_never_written()
    {
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
        DatabaseFile.Execute(_project.At("app.db"), "UPDATE __migrations_meta SET value = '99.0' WHERE key = 'format'");
        _project.Migration("002_orders", "CREATE TABLE orders (id INTEGER);");

        var status = await _project.Tool.JsonAsync(0, "status", "-u", "sqlite:app.db");
        var up = await _project.Tool.ExpectAsync(2, "up", "-u", "sqlite:app.db");

        Assert.Contains(status.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == "MIG0504");
        Assert.Contains("Update the tool", up.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("orders", DatabaseFile.Tables(_project.At("app.db")));
    }

    [Theory]
    [InlineData("x\"; DROP TABLE users; --")]
    [InlineData("x'; DROP TABLE users; --")]
    [InlineData("[x]")]
    [InlineData("x y")]
    [InlineData("1x")]
    [InlineData("sqlite_master")]
    [InlineData("../x")]
    [InlineData("")]
    public async Task No_SQL_gets_in_through_the_migration_tables_name(string name)
    {
        DatabaseFile.Execute(_project.At("app.db"), "CREATE TABLE users (id INTEGER); INSERT INTO users VALUES (1);");

        foreach (string verb in new[] { "up", "status", "verify" })
        {
            await _project.Tool.ExpectAsync(2, verb, "-u", "sqlite:app.db", "-t", name);
        }

        Assert.Equal(["1"], DatabaseFile.Query(_project.At("app.db"), "SELECT id FROM users"));
        Assert.Equal(["users"], DatabaseFile.Tables(_project.At("app.db")));
    }

    [Fact]
    public async Task A_migration_table_of_another_name_holds_the_whole_history()
    {
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db", "-t", "shop_history");

        Assert.Contains("shop_history", DatabaseFile.Tables(_project.At("app.db")));
        Assert.DoesNotContain(DatabaseFile.Tables(_project.At("app.db")), table => table.StartsWith("__migrations", StringComparison.Ordinal));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", "sqlite:app.db", "-t", "shop_history");
    }

    [Fact]
    public async Task Migrations_of_another_dialect_are_not_run_on_SQLite()
    {
        _project.Write("migrate.json", "{ \"dialect\": \"postgresql\", \"url\": \"sqlite:app.db\" }");

        var run = await _project.Tool.ExpectAsync(3, "up");

        Assert.Contains("MIG0501", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("users", DatabaseFile.Tables(_project.At("app.db")));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task A_secret_that_an_error_repeats_is_masked_there_too(string format)
    {
        var run = await _project.Tool.ExpectAsync(6, "up", "-v", "--format", format, "--connection", "Data Source=s3cret-word/app.db;Password=s3cret-word");

        Assert.DoesNotContain("s3cret-word", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("***", run.Output + run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Dispose();
}
