using System;
using System.IO;
using MigrationTooling.Cli.Input;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Cli.Tests.Input;

public sealed class DatabaseAddressTests
{
    private static readonly string Here = Path.GetFullPath("/srv/shop");

    [Theory]
    [InlineData("sqlite:app.db", "app.db")]
    [InlineData("SQLITE:app.db", "app.db")]
    [InlineData("sqlite:data/app.db", "data/app.db")]
    [InlineData("sqlite://app.db", "app.db")]
    [InlineData("sqlite:///var/lib/app.db", "/var/lib/app.db")]
    [InlineData("sqlite:////var/lib/app.db", "/var/lib/app.db")]
    [InlineData("sqlite:/var/lib/app.db", "/var/lib/app.db")]
    [InlineData("sqlite:my%20app.db", "my app.db")]
    [InlineData("sqlite:what%3F.db", "what?.db")]
    [InlineData("Data Source=app.db", "app.db")]
    [InlineData("data source=app.db;Cache=Shared", "app.db")]
    [InlineData("DataSource=/var/lib/app.db", "/var/lib/app.db")]
    [InlineData("Filename=app.db;Foreign Keys=True", "app.db")]
    public void A_SQLite_address_names_a_file_relative_to_where_it_was_written(string text, string file)
    {
        var address = DatabaseAddressReader.Read(text, Here);

        Assert.Equal(Dialect.Sqlite, address.Dialect);
        Assert.Equal(Path.GetFullPath(file, Here), address.FilePath);
    }

    [Theory]
    [InlineData("postgresql://ada:s3cret@db.example.org:5432/shop?sslmode=require", "postgresql://ada:***@db.example.org:5432/shop?sslmode=require", "s3cret")]
    [InlineData("postgres://ada:p@ss/w?rd@db/shop", "postgres://ada:***@db/shop", "p@ss/w?rd")]
    [InlineData("postgresql://ada:p%40ss@db/shop", "postgresql://ada:***@db/shop", "p@ss")]
    [InlineData("postgresql://db/shop?user=ada&password=s3cret", "postgresql://db/shop?user=ada&password=***", "s3cret")]
    [InlineData("Host=db;Username=ada;Password=s3cret;Database=shop", "host=db;username=ada;password=***;database=shop", "s3cret")]
    [InlineData("Server=db;Port=5432;User Id=ada;pwd=s3cret", "server=db;port=5432;user id=ada;pwd=***", "s3cret")]
    public void A_PostgreSQL_address_is_shown_without_its_password(string text, string display, string secret)
    {
        var address = DatabaseAddressReader.Read(text, Here);

        Assert.Equal(Dialect.PostgreSql, address.Dialect);
        Assert.Equal(display, address.Display);
        Assert.Equal(display, address.ToString());
        Assert.Contains(secret, address.Secrets);
    }

    [Theory]
    [InlineData("app.db")]
    [InlineData("sqlite:")]
    [InlineData("sqlite::memory:")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=app;Mode=Memory")]
    [InlineData("sqlite:app.db?mode=ro")]
    [InlineData("Data Source=|DataDirectory|app.db")]
    [InlineData("mysql://root:s3cret@db/shop")]
    [InlineData("Data Source=db;Initial Catalog=shop;User ID=sa;Password=s3cret")]
    [InlineData("Server=db;Database=shop;Trusted_Connection=True;Password=s3cret")]
    [InlineData("Password=s3cret;;;=")]
    public void An_address_that_is_not_ours_is_refused_without_repeating_it(string text)
    {
        var error = Assert.Throws<FormatException>(() => DatabaseAddressReader.Read(text, Here));

        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_keys_of_a_SQLite_connection_string_stay()
    {
        var address = DatabaseAddressReader.Read("Data Source=app.db;Cache=Shared;Default Timeout=7", Here);

        Assert.Contains("cache=Shared", address.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("default timeout=7", address.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mask_takes_every_spelling_of_a_secret_out_of_a_line()
    {
        var mask = new SecretMask();
        mask.Add("p@ss word");

        mask.Add("back\\slash\"quote");

        Assert.Equal("failed for *** and ***", mask.Scrub("failed for p@ss word and p%40ss%20word"));
        Assert.Equal("{\"message\": \"***\"}", mask.Scrub("{\"message\": \"back\\\\slash\\\"quote\"}"));
    }

    [Fact]
    public void A_secret_that_contains_another_one_disappears_whole()
    {
        var mask = new SecretMask();
        mask.Add("secret");
        mask.Add("secret-and-more");

        Assert.Equal("***", mask.Scrub("secret-and-more"));
    }
}
