using System.Text;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using Xunit;

namespace MigrationTooling.Cli.Tests.Input;

public sealed class MigrateJsonTests
{
    [Fact]
    public void Every_key_is_read()
    {
        var file = Read("""
            {
              // comments and trailing commas are allowed
              "$schema": "x",
              "migrationsDir": "db/migrations",
              "dialect": "sqlite",
              "table": "history",
              "exclude": ["seed/**", "*.draft.sql"],
              "url": "sqlite:app.db",
              "disposable": true,
              "environments": {
                "production": { "url": "sqlite:/srv/app.db", "protected": true },
              },
            }
            """);

        Assert.Equal("db/migrations", file.MigrationsDir);
        Assert.Equal("sqlite", file.Dialect);
        Assert.Equal("history", file.Table);
        Assert.Equal(["seed/**", "*.draft.sql"], file.Exclude);
        Assert.Equal(new EnvironmentSettings("sqlite:app.db", true, false), file.Default);
        Assert.Equal(new EnvironmentSettings("sqlite:/srv/app.db", false, true), file.Environments["production"]);
    }

    [Theory]
    [InlineData("{ \"environments\": { \"production\": { \"protectd\": true } } }", "(1,37)", "'protectd' is no setting")]
    [InlineData("{\n  \"Url\": \"sqlite:app.db\"\n}", "(2,3)", "'Url' is no setting")]
    [InlineData("{ \"url\": 1 }", "(1,10)", "'url' is a text")]
    [InlineData("{ \"url\": \"\" }", "(1,10)", "'url' is empty")]
    [InlineData("{ \"disposable\": \"yes\" }", "(1,17)", "'disposable' is true or false")]
    [InlineData("{ \"dialect\": \"oracle\" }", "(1,14)", "'dialect' is one of")]
    [InlineData("{ \"exclude\": \"x\" }", "(1,14)", "'exclude' is a list")]
    [InlineData("{ \"environments\": [] }", "(1,19)", "'environments' is an object")]
    [InlineData("{ \"environments\": { \"a\": {}, \"a\": {} } }", "", "stands here twice")]
    [InlineData("[]", "(1,1)", "a JSON object is expected")]
    [InlineData("{ \"url\": ", "(1,", "not JSON")]
    [InlineData("{} {}", "(1,", "not JSON")]
    [InlineData("", "(1,1)", "not JSON")]
    public void What_is_wrong_is_said_at_its_place(string json, string place, string message)
    {
        var failure = Assert.Throws<CommandFailure>(() => Read(json));

        Assert.Equal(ExitCode.Usage, failure.ExitCode);
        Assert.Contains("migrate.json" + place, failure.Message, System.StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault() =>
        Assert.Equal("history", MigrateJsonReader.Read("migrate.json", [0xEF, 0xBB, 0xBF, .. "{\"table\":\"history\"}"u8]).Table);

    [Fact]
    public void Text_that_is_not_UTF8_is_said()
    {
        var failure = Assert.Throws<CommandFailure>(() => MigrateJsonReader.Read("migrate.json", [.. "{\"table\":\""u8, 0xFF, .. "\"}"u8]));

        Assert.Contains("UTF-8", failure.Message, System.StringComparison.Ordinal);
    }

    private static MigrateJson Read(string json) => MigrateJsonReader.Read("/srv/migrate.json", Encoding.UTF8.GetBytes(json));
}
