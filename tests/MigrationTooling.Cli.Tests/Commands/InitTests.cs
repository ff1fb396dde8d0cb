using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class InitTests : IDisposable
{
    private const string ProjectText = """
        <Project Sdk="Microsoft.NET.Sdk">
          <!-- keep me -->
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
        </Project>

        """;

    private readonly Project _project = new();

    [Fact]
    public async Task It_writes_settings_folder_lock_gitattributes_and_the_projects_property()
    {
        _project.Write("Shop.csproj", ProjectText);

        var result = await _project.Tool.JsonAsync(0, "init");

        Assert.Equal("""{"migrationsDir":"migrations","dialect":"sqlite","url":"sqlite:app.db"}""", _project.Read("migrate.json").ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("migrations.lock format 1 dialect sqlite\nend\n", _project.Lock);
        Assert.Equal("*.sql text eol=lf\nmigrations.lock text eol=lf\n", _project.Read(".gitattributes"));
        Assert.Equal(ProjectText.Replace("net10.0</TargetFramework>\n", "net10.0</TargetFramework>\n    <MigrationsRequireLock>true</MigrationsRequireLock>\n", StringComparison.Ordinal), _project.Read("Shop.csproj"));
        Assert.Equal("""["migrate.json","migrations","migrations/migrations.lock",".gitattributes"]""", Flat(result.GetProperty("created").GetRawText()));
        Assert.Equal("""["Shop.csproj"]""", Flat(result.GetProperty("changed").GetRawText()));
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        _project.Write("Shop.csproj", ProjectText);
        await _project.Tool.ExpectAsync(0, "init");
        string[] before = [_project.Read("migrate.json"), _project.Lock, _project.Read(".gitattributes"), _project.Read("Shop.csproj")];

        var result = await _project.Tool.JsonAsync(0, "init");

        string[] after = [_project.Read("migrate.json"), _project.Lock, _project.Read(".gitattributes"), _project.Read("Shop.csproj")];
        Assert.Equal(before, after);
        Assert.Equal("[]", result.GetProperty("created").GetRawText());
        Assert.Equal("[]", result.GetProperty("changed").GetRawText());
    }

    [Fact]
    public async Task What_a_user_wrote_stays()
    {
        _project.Write("migrate.json", "{ \"migrationsDir\": \"db\", \"dialect\": \"postgresql\" }")
            .Write(".gitattributes", "*.sql text eol=crlf")
            .Write("Shop.csproj", "<Project><PropertyGroup><MigrationsRequireLock>false</MigrationsRequireLock></PropertyGroup></Project>");

        await _project.Tool.ExpectAsync(0, "init");

        Assert.Equal("{ \"migrationsDir\": \"db\", \"dialect\": \"postgresql\" }", _project.Read("migrate.json"));
        Assert.Equal("*.sql text eol=crlf\nmigrations.lock text eol=lf\n", _project.Read(".gitattributes"));
        Assert.Equal("migrations.lock format 1 dialect postgresql\nend\n", _project.Read("db/migrations.lock"));
        Assert.Contains(">false<", _project.Read("Shop.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_of_one_line_with_CRLF_and_a_byte_order_mark_keeps_its_shape()
    {
        _project.Write("Shop.csproj", "\uFEFF<Project>\r\n<PropertyGroup><A>1</A></PropertyGroup>\r\n</Project>\r\n");

        await _project.Tool.ExpectAsync(0, "init");

        Assert.Equal("\uFEFF<Project>\r\n<PropertyGroup><A>1</A><MigrationsRequireLock>true</MigrationsRequireLock></PropertyGroup>\r\n</Project>\r\n", System.Text.Encoding.UTF8.GetString(_project.Bytes("Shop.csproj")));
    }

    [Fact]
    public async Task Without_one_project_the_property_is_told_instead()
    {
        _project.Write("A.csproj", ProjectText).Write("B.csproj", ProjectText);

        var run = await _project.Tool.ExpectAsync(0, "init");

        Assert.Contains("<MigrationsRequireLock>true</MigrationsRequireLock>", run.Output, StringComparison.Ordinal);
        Assert.Equal(ProjectText, _project.Read("A.csproj"));
    }

    [Fact]
    public async Task Migrations_that_are_there_are_adopted_and_not_locked_behind_anybodys_back()
    {
        _project.Write("src/db/migrations/001_users.sql", "CREATE TABLE users (id INTEGER);\n");

        var run = await _project.Tool.ExpectAsync(0, "init");

        Assert.Contains("\"migrationsDir\": \"src/db/migrations\"", _project.Read("migrate.json"), StringComparison.Ordinal);
        Assert.False(_project.Exists("src/db/migrations/migrations.lock"));
        Assert.Contains("dotnet migrate lock", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_never_gets_into_the_committed_file()
    {
        var run = await _project.Tool.ExpectAsync(7, "init", "-u", "postgresql://ada:s3cret@db/shop");

        Assert.DoesNotContain("s3cret", run.Output + run.Error, StringComparison.Ordinal);
        Assert.False(_project.Exists("migrate.json"));
    }

    [Fact]
    public async Task A_PostgreSQL_project_gets_its_dialect_and_no_database_file()
    {
        await _project.Tool.ExpectAsync(0, "init", "-u", "postgresql://db/shop", "-m", "sql");

        Assert.Equal("""{"migrationsDir":"sql","dialect":"postgresql","url":"postgresql://db/shop"}""", _project.Read("migrate.json").ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("migrations.lock format 1 dialect postgresql\nend\n", _project.Read("sql/migrations.lock"));
    }

    public void Dispose() => _project.Dispose();

    private static string Flat(string json) => json.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
}
