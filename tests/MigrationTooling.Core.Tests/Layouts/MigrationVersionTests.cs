using System;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Core.Tests.Layouts;

public sealed class MigrationVersionTests
{
    [Theory]
    [InlineData("9_a", "10_a")]
    [InlineData("009_a", "10_a")]
    [InlineData("2_a", "010_a")]
    [InlineData("1_a", "1_1_a")]
    [InlineData("V1_2__a", "V1_10__a")]
    [InlineData("V1.9__a", "V1_10__a")]
    [InlineData("V2__a", "V1000__a")]
    [InlineData("20240101093000_a", "202601016134308_a")]
    [InlineData("2024-03-13_170000_a", "2024-03-14-120000_a")]
    [InlineData("2018-01-14-171611_a", "2024-03-13_170000_a")]
    [InlineData("2024-01-15_a", "2024-01-15-000001_a")]
    [InlineData("18446744073709551615_a", "18446744073709551616_a")]
    public void Versions_compare_as_numbers(string earlier, string later)
    {
        var (left, right) = (Version(earlier), Version(later));

        Assert.True(left < right);
        Assert.True(right > left);
        Assert.NotEqual(left, right);
    }

    [Theory]
    [InlineData("002_a", "2_b")]
    [InlineData("V1_2__a", "V1.2__b")]
    [InlineData("0_a", "000_b")]
    [InlineData("2024-01-15-123456_a", "2024-01-15_123456_b")]
    public void Versions_of_other_width_or_spelling_are_equal(string left, string right)
    {
        Assert.Equal(Version(left), Version(right));
        Assert.Equal(Version(left).GetHashCode(), Version(right).GetHashCode());
    }

    [Theory]
    [InlineData("007_last", "003_late", "008_late")]
    [InlineData("099_last", "3_late", "100_late")]
    [InlineData("999_last", "3_late", "1000_late")]
    [InlineData("20240131235959_last", "20240101000000_late", "20240201000000_late")]
    [InlineData("2024-01-31-235959_last", "2024-01-01-000000_late", "2024-02-01-000000_late")]
    [InlineData("2024-02-29_last", "2024-01-01_late", "2024-03-01_late")]
    [InlineData("20240229_235959_last", "20240101_000000_late", "20240301_000000_late")]
    [InlineData("V1_9__last", "V1_2__late", "V1_10__late")]
    [InlineData("V0009.Last", "V0002.Late", "V0010.Late")]
    [InlineData("99999999999999_last", "1_late", "100000000000000_late")]
    [InlineData("12", "3", "13")]
    public void The_next_number_keeps_the_style_of_the_last_one(string last, string id, string expected)
    {
        string next = NextVersion.After(last, id);

        Assert.Equal(expected, next);
        Assert.True(Version(next) > Version(last));
    }

    [Fact]
    public void A_name_without_a_number_has_no_next_one() =>
        Assert.Throws<ArgumentException>(() => NextVersion.After("last", "1_a"));

    [Theory]
    [InlineData("002_b", "002_b")]
    [InlineData("2", "002_b")]
    [InlineData("0003", "3_c")]
    [InlineData("4", null)]
    [InlineData("2_b", null)]
    [InlineData("b", null)]
    public void A_person_names_a_migration_by_id_or_version(string text, string? id)
    {
        var migrations = Rules.Sets.Migrations(new[] { "1_a.sql", "002_b.sql", "3_c.sql", "5_d.sql", "05_e.sql" }.Select(path => Rules.Sets.File(path)).ToArray());

        Assert.Equal(id, MigrationLookup.Find(migrations, text)?.Id);
        Assert.Null(MigrationLookup.Find(migrations, "5"));
    }

    private static MigrationVersion Version(string id) => VersionReader.Read(id)!.Value.Version;
}
