using MigrationTooling.Layouts;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Core.Tests.Layouts;

public sealed class DialectTests
{
    [Fact]
    public void The_lock_s_header_wins_over_names_and_settings() =>
        Assert.Equal(Dialect.Sqlite, DialectResolver.Resolve(Dialect.Sqlite, ["1_a.postgres.sql"], Dialect.PostgreSql));

    [Fact]
    public void Names_win_over_settings() =>
        Assert.Equal(Dialect.PostgreSql, DialectResolver.Resolve(null, ["1_a.postgres.sql", "2_b.sql"], Dialect.Sqlite));

    [Fact]
    public void Settings_decide_where_no_name_speaks() =>
        Assert.Equal(Dialect.Sqlite, DialectResolver.Resolve(null, ["1_a.sql"], Dialect.Sqlite));

    [Fact]
    public void Both_where_nobody_speaks() => Assert.Equal(Dialect.Both, DialectResolver.Resolve(null, ["1_a.sql"], null));

    [Fact]
    public void Both_where_names_speak_of_both() =>
        Assert.Equal(Dialect.Both, DialectResolver.Resolve(null, ["1_a.postgres.sql", "2_b.sqlite3.sql"], Dialect.Sqlite));

    [Fact]
    public void A_generic_script_beside_a_variant_is_for_the_other_database() =>
        Assert.Equal(Dialect.Both, DialectResolver.Resolve(null, ["1_a.postgres.up.sql", "1_a.up.sql"], null));

    [Fact]
    public void A_foreign_dialect_says_nothing_of_the_set() =>
        Assert.Equal(Dialect.Sqlite, DialectResolver.Resolve(null, ["1_a.mysql.sql", "1_a.sql"], Dialect.Sqlite));

    [Theory]
    [InlineData("1_a.postgres.up.sql", Dialect.PostgreSql)]
    [InlineData("1_a.up.sqlite3.sql", Dialect.Sqlite)]
    [InlineData("1_a.sql", Dialect.Both)]
    [InlineData("nameless.sql", Dialect.Both)]
    public void A_file_is_read_in_the_dialect_of_its_name(string path, Dialect dialect) =>
        Assert.Equal(dialect, DialectResolver.ForFile(path, Dialect.Both));
}
