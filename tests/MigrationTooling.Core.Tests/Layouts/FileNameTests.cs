using MigrationTooling.Layouts;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Core.Tests.Layouts;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("001_a.sql", "001_a", "1", "a", null, null, MigrationLayout.OneFile)]
    [InlineData("001_a.down.sql", "001_a", "1", "a", Direction.Down, null, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a.rollback.sql", "001_a", "1", "a", Direction.Down, null, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a.up.sql", "001_a", "1", "a", Direction.Up, null, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a.UP.SQL", "001_a", "1", "a", Direction.Up, null, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a/up.sql", "001_a", "1", "a", Direction.Up, null, MigrationLayout.Folder)]
    [InlineData("001_a/down.sql", "001_a", "1", "a", Direction.Down, null, MigrationLayout.Folder)]
    [InlineData("001_a/migration.sql", "001_a", "1", "a", null, null, MigrationLayout.Folder)]
    [InlineData("2024/001_a/up.sql", "001_a", "1", "a", Direction.Up, null, MigrationLayout.Folder)]
    [InlineData("001_a/up.postgres.sql", "001_a", "1", "a", Direction.Up, Dialect.PostgreSql, MigrationLayout.Folder)]
    [InlineData("2024/q1/001_a.sql", "001_a", "1", "a", null, null, MigrationLayout.OneFile)]
    [InlineData("V1_2__name.sql", "V1_2__name", "1.2", "name", null, null, MigrationLayout.Flyway)]
    [InlineData("V1.10__name.sql", "V1.10__name", "1.10", "name", null, null, MigrationLayout.Flyway)]
    [InlineData("V1__2_fa.sql", "V1__2_fa", "1", "2_fa", null, null, MigrationLayout.Flyway)]
    [InlineData("V0001.Name.up.sql", "V0001.Name", "1", "Name", Direction.Up, null, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a..up.sql", "001_a", "1", "a", Direction.Up, null, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a.up..sql", "001_a", "1", "a", Direction.Up, null, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a.postgres.up.sql", "001_a", "1", "a", Direction.Up, Dialect.PostgreSql, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a.sqlite3.up.sql", "001_a", "1", "a", Direction.Up, Dialect.Sqlite, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a.up.sqlite.sql", "001_a", "1", "a", Direction.Up, Dialect.Sqlite, MigrationLayout.UpAndDownFiles)]
    [InlineData("001_a.pg.sql", "001_a", "1", "a", null, Dialect.PostgreSql, MigrationLayout.OneFile)]
    [InlineData("001_a.both.sql", "001_a.both", "1", "a.both", null, null, MigrationLayout.OneFile)]
    [InlineData("001 add users.sql", "001 add users", "1", "add users", null, null, MigrationLayout.OneFile)]
    [InlineData("001_größe_表.sql", "001_größe_表", "1", "größe_表", null, null, MigrationLayout.OneFile)]
    [InlineData("7.sql", "7", "7", "", null, null, MigrationLayout.OneFile)]
    public void A_name_is_read(string path, string id, string version, string name, Direction? direction, Dialect? variant, MigrationLayout layout)
    {
        var parsed = FileNameParser.Parse(path);

        Assert.Null(parsed.Problem);
        Assert.Equal((id, version, name), (parsed.Id, parsed.Version!.ToString(), parsed.Name));
        Assert.Equal((direction, variant, layout), (parsed.Direction, parsed.Variant, parsed.Layout));
    }

    [Theory]
    [InlineData("20240101_120000_x", "20240101.120000")]
    [InlineData("20240101-120000_x", "20240101.120000")]
    [InlineData("2024-01-15-123456_x", "20240115123456")]
    [InlineData("2024-01-15_123456_x", "20240115123456")]
    [InlineData("2024-01-15T123456_x", "20240115123456")]
    [InlineData("2024-01-15-1234_x", "20240115123400")]
    [InlineData("2024-01-15_x", "20240115000000")]
    [InlineData("2024-01-15-2_x", "20240115000000.2")]
    [InlineData("2024-01-15", "20240115000000")]
    [InlineData("2024-1-15_x", "2024.1.15")]
    [InlineData("2024_01_15_123456_create", "2024.1.15.123456")]
    [InlineData("001_2fa", "1")]
    [InlineData("001_2", "1.2")]
    [InlineData("0001-name", "1")]
    [InlineData("1-2-x", "1.2")]
    [InlineData("000", "0")]
    [InlineData("999999999999999999999999999999_x", "999999999999999999999999999999")]
    [InlineData("V1", "1")]
    [InlineData("v2_x", "2")]
    public void A_version_is_the_leading_numbers(string id, string version) =>
        Assert.Equal(version, VersionReader.Read(id)!.Value.Version.ToString());

    [Theory]
    [InlineData("add_users.sql", "does not begin with a number")]
    [InlineData("2fa.sql", "has a letter directly behind its number")]
    [InlineData("V2fa__x.sql", "has a letter directly behind its number")]
    [InlineData("Version1.sql", "does not begin with a number")]
    [InlineData("٣_x.sql", "does not begin with a number")]
    [InlineData("up.sql", "names no migration")]
    [InlineData(".sql", "names no migration")]
    [InlineData("notes/up.sql", "The folder notes of up.sql does not begin with a number")]
    [InlineData("R__views.sql", "is a repeatable script")]
    [InlineData("001_x.up.down.sql", "names two directions")]
    public void A_name_that_cannot_be_placed_says_why_and_what_was_expected(string path, string why)
    {
        var problem = FileNameParser.Parse(path).Problem;

        Assert.NotNull(problem);
        Assert.Contains(why, problem.Message, System.StringComparison.Ordinal);
        Assert.NotEmpty(problem.Fix);
    }

    [Fact]
    public void A_flyway_undo_is_the_down_of_its_version()
    {
        var parsed = FileNameParser.Parse("U1_2__other_name.sql");

        Assert.True(parsed.IsUndo);
        Assert.Equal((Direction.Down, "1.2", MigrationLayout.Flyway), (parsed.Direction!.Value, parsed.Version!.ToString(), parsed.Layout));
    }

    [Fact]
    public void Autocommit_in_a_name_takes_the_script_out_of_its_transaction()
    {
        var parsed = FileNameParser.Parse("001_a.postgres.autocommit.up.sql");

        Assert.True(parsed.OutsideTransaction);
        Assert.Equal(("001_a", Dialect.PostgreSql), (parsed.Id, parsed.Variant!.Value));
    }

    [Fact]
    public void A_name_of_300_characters_is_read_whole()
    {
        string id = "001_" + new string('x', 296);

        Assert.Equal(id, FileNameParser.Parse(id + ".up.sql").Id);
    }

    [Fact]
    public void A_foreign_dialect_is_named() =>
        Assert.Equal("mysql", FileNameParser.Parse("001_a.mysql.up.sql").ForeignDialect);
}
