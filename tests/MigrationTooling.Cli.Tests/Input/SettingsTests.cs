using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Input;

/// <summary>Which source wins, asked of the real program: <c>info</c> names every setting with its source.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly Project _project = new Project().Migration("001_users", "CREATE TABLE users (id INTEGER);");

    [Fact]
    public async Task An_option_wins_over_a_variable_that_over_migrate_json_that_over_appsettings()
    {
        _project.Write("appsettings.json", "{ \"ConnectionStrings\": { \"Shop\": \"Data Source=appsettings.db\" } }");
        await AssertDatabaseAsync("sqlite:appsettings.db", "appsettings.json, ConnectionStrings:Shop");

        _project.Write("migrate.json", "{ \"url\": \"sqlite:file.db\" }");
        await AssertDatabaseAsync("sqlite:file.db", "migrate.json");

        _project.Tool.With("ConnectionStrings__Shop", "Data Source=named.db");
        await AssertDatabaseAsync("sqlite:named.db", "environment variable ConnectionStrings__Shop");

        _project.Tool.With("MIGRATE_DATABASE_URL", "sqlite:variable.db");
        await AssertDatabaseAsync("sqlite:variable.db", "environment variable MIGRATE_DATABASE_URL");

        await AssertDatabaseAsync("sqlite:option.db", "--database-url", "-u", "sqlite:option.db");
        await AssertDatabaseAsync("sqlite:string.db", "--connection", "--connection", "Data Source=string.db");
        await AssertDatabaseAsync("sqlite:named.db", "environment variable ConnectionStrings__Shop", "--connection", "Shop");
    }

    [Fact]
    public async Task Verbose_prints_the_winning_source_and_keeps_it_off_standard_output()
    {
        await _project.Tool.ExpectAsync(0, "init");

        var run = await _project.Tool.ExpectAsync(0, "up", "--dry-run", "-v");

        Assert.Contains($"database: sqlite:app.db (from {_project.At("migrate.json")})\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("(from", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_chooses_its_database_and_its_appsettings()
    {
        _project.Write("appsettings.json", "{ \"ConnectionStrings\": { \"Shop\": \"Data Source=any.db\" } }")
            .Write("appsettings.Staging.json", "{ \"ConnectionStrings\": { \"Shop\": \"Data Source=staging.db\" } }");
        await AssertDatabaseAsync("sqlite:any.db", "appsettings.json");
        await AssertDatabaseAsync("sqlite:staging.db", "appsettings.Staging.json", "-e", "Staging");
        _project.Tool.With("DOTNET_ENVIRONMENT", "Staging");
        await AssertDatabaseAsync("sqlite:staging.db", "appsettings.Staging.json");

        _project.Write("migrate.json", "{ \"environments\": { \"production\": { \"url\": \"sqlite:production.db\" } } }");
        await AssertDatabaseAsync("sqlite:production.db", "environment production", "-e", "production");
    }

    [Fact]
    public async Task A_mistyped_environment_never_falls_back_to_the_default_database()
    {
        _project.Write("migrate.json", "{ \"url\": \"sqlite:default.db\", \"environments\": { \"production\": { \"url\": \"sqlite:production.db\" } } }");

        var run = await _project.Tool.ExpectAsync(2, "up", "-e", "producton");

        Assert.Contains("has no environment 'producton'", run.Error, StringComparison.Ordinal);
        Assert.Contains("production", run.Error, StringComparison.Ordinal);
        Assert.False(_project.Exists("default.db"));
    }

    [Fact]
    public async Task With_an_environment_the_default_url_of_the_file_is_never_meant()
    {
        _project.Write("migrate.json", "{ \"url\": \"sqlite:default.db\" }");

        await _project.Tool.ExpectAsync(2, "up", "-e", "production");

        Assert.False(_project.Exists("default.db"));
    }

    [Fact]
    public async Task Several_environments_and_none_chosen_is_a_question_not_a_guess()
    {
        _project.Write("migrate.json", "{ \"environments\": { \"staging\": { \"url\": \"sqlite:s.db\" }, \"production\": { \"url\": \"sqlite:p.db\" } } }");

        var run = await _project.Tool.ExpectAsync(2, "up");

        Assert.Contains("production, staging", run.Error, StringComparison.Ordinal);
        Assert.Contains("--environment", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_secrets_are_read_as_the_host_would_in_development_only()
    {
        using var home = new TempFolder();
        home.Write(".microsoft/usersecrets/shop-1/secrets.json", "{ \"ConnectionStrings:Shop\": \"Data Source=secret.db\" }");
        _project.Write("Shop.csproj", "<Project><PropertyGroup><UserSecretsId>shop-1</UserSecretsId></PropertyGroup></Project>")
            .Write("appsettings.json", "{ \"ConnectionStrings\": { \"Shop\": \"Data Source=any.db\" } }");
        _project.Tool.With("HOME", home.Path).With("APPDATA", null);

        await AssertDatabaseAsync("sqlite:secret.db", "secrets.json");
        await AssertDatabaseAsync("sqlite:any.db", "appsettings.json", "-e", "Production");
    }

    [Fact]
    public async Task Connection_strings_of_other_systems_are_no_candidates()
    {
        _project.Write("appsettings.json", """{ "ConnectionStrings": { "Cache": "localhost:6379", "Queue": "amqp://guest:guest@queue", "Shop": "Data Source=shop.db" } }""");

        await AssertDatabaseAsync("sqlite:shop.db", "ConnectionStrings:Shop");
    }

    [Fact]
    public async Task Two_candidates_are_a_question_not_a_guess()
    {
        _project.Write("appsettings.json", """{ "ConnectionStrings": { "Shop": "Data Source=shop.db", "Blog": "Data Source=blog.db" } }""");

        var run = await _project.Tool.ExpectAsync(2, "up");
        await AssertDatabaseAsync("sqlite:blog.db", "ConnectionStrings:Blog", "--connection", "blog");

        Assert.Contains("Blog, Shop", run.Error, StringComparison.Ordinal);
        Assert.Contains("--connection NAME", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MIGRATE_DATABASE_URL")]
    [InlineData("MIGRATE_MIGRATIONS_DIR")]
    [InlineData("MIGRATE_MIGRATION_TABLE")]
    public async Task A_variable_set_to_nothing_is_a_pipeline_that_lost_its_value(string variable)
    {
        await _project.Tool.ExpectAsync(0, "init");
        _project.Tool.With(variable, "");

        var run = await _project.Tool.RunAsync("up");

        // Some systems can't hold an empty variable: there it is as if it were not set.
        Assert.True(run.ExitCode == 2 || OperatingSystem.IsWindows(), run.Error);
        Assert.Contains($"{variable} is set to nothing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_of_migrate_json_are_relative_to_it_wherever_the_tool_is_started()
    {
        _project.Write("migrate.json", "{ \"url\": \"sqlite:data/app.db\", \"migrationsDir\": \"migrations\" }").Folder("data").Folder("src/deep");

        await new Tool(_project.At("src/deep")).ExpectAsync(0, "up");

        Assert.True(_project.Exists("data/app.db"));
    }

    [Fact]
    public async Task A_migrate_json_above_the_repository_is_not_ours()
    {
        _project.Write("migrate.json", "{ \"url\": \"sqlite:app.db\" }").Write("repo/.git/HEAD", "").Write("repo/migrations/001_a.sql", "SELECT 1;\n");

        await new Tool(_project.At("repo")).ExpectAsync(2, "up");
    }

    [Fact]
    public async Task The_project_is_read_and_never_evaluated()
    {
        _project.Write("src/Shop/Shop.csproj", """
            <Project>
              <PropertyGroup>
                <MigrationsDirectory>..\..\db\sql</MigrationsDirectory>
                <MigrationsDialect>sqlite</MigrationsDialect>
                <MigrationsExclude>..\..\db\sql\seed\**;*.draft.sql</MigrationsExclude>
              </PropertyGroup>
            </Project>
            """).Write("db/sql/001_a.sql", "SELECT 1;\n").Write("db/sql/seed/anything.sql", "SELECT 1;\n");

        var info = await _project.Tool.JsonAsync(0, "info", "-p", "src/Shop");

        Assert.Equal(_project.At("db/sql"), Setting(info, "migrations directory").GetProperty("value").GetString());
        Assert.Equal(1, info.GetProperty("migrations").GetProperty("count").GetInt32());
        Assert.Equal("sqlite", info.GetProperty("migrations").GetProperty("dialect").GetString());
        await _project.Tool.ExpectAsync(0, "verify", "-p", "src/Shop");
    }

    [Fact]
    public async Task What_migrate_json_excludes_is_no_migration()
    {
        _project.Write("migrate.json", "{ \"exclude\": [\"FullSchema.sql\", \"seed/**\", \"*.draft.up.sql\"] }")
            .Write("migrations/FullSchema.sql", "a dump\n")
            .Write("migrations/seed/people/001_rows.up.sql", "SELECT 1;\n")
            .Write("migrations/002_a.up.sql", "SELECT 1;\n")
            .Write("migrations/004_b.draft.up.sql", "SELECT 1;\n")
            .Write("migrations/seeds/003_c.up.sql", "SELECT 1;\n");

        var done = await _project.Tool.JsonAsync(0, "up", "-u", "sqlite:app.db");

        Assert.Equal(["001_users", "002_a", "003_c"], done.GetProperty("applied").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task Info_tells_of_files_that_only_look_like_migrations()
    {
        _project.Write("migrations/002_orders.psql", "SELECT 1;").Write("migrations/003_prices.sql.bak", "SELECT 1;").Write("migrations/README.md", "");

        var info = await _project.Tool.JsonAsync(0, "info");

        Assert.Equal(["002_orders.psql", "003_prices.sql.bak"], info.GetProperty("migrations").GetProperty("notSql").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task Info_tells_what_it_can_where_things_are_missing()
    {
        using var empty = new TempFolder();

        var info = await new Tool(empty.Path).JsonAsync(0, "info");

        Assert.Equal(JsonValueKind.Null, info.GetProperty("migrations").ValueKind);
        Assert.Equal(2, info.GetProperty("problems").GetArrayLength());
        Assert.Empty(Directory.GetFileSystemEntries(empty.Path));
    }

    [Theory]
    [InlineData("bundled")]
    [InlineData("system")]
    public async Task The_SQLite_library_is_the_one_that_was_chosen(string choice)
    {
        var info = await _project.Tool.JsonAsync(0, "info", "--sqlite-library", choice);

        Assert.Equal(choice, info.GetProperty("sqlite").GetProperty("source").GetString());
    }

    [Fact]
    public async Task A_SQLite_library_that_is_none_is_a_usage_error()
    {
        _project.Write("libnone.so", "no library");

        var run = await _project.Tool.ExpectAsync(2, "status", "-u", "sqlite:app.db", "--sqlite-library", "./libnone.so");

        Assert.Contains("libnone.so", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Dispose();

    private async Task AssertDatabaseAsync(string url, string source, params string[] options)
    {
        var database = Setting(await _project.Tool.JsonAsync(0, ["info", .. options]), "database");
        Assert.Equal(url, database.GetProperty("value").GetString());
        Assert.Contains(source, database.GetProperty("source").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement Setting(JsonElement info, string name) =>
        info.GetProperty("settings").EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);
}
