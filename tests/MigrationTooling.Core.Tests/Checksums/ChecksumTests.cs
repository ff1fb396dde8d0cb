using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Core.Tests.Sql;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Checksums;

public class ChecksumTests
{
    [Theory]
    [InlineData("")]
    [InlineData("SELECT 1;\n")]
    [InlineData("é表😀")]
    public void H1_is_the_SHA256_of_the_text_in_UTF8(string text)
    {
        string expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(expected, Checksum.H1(text));
        Assert.Equal(expected, Checksum.H1(new DribblingReader(text, 1)));
        Assert.Equal(expected, Facts(text, Dialect.Both).H1);
    }

    [Fact]
    public void H1_of_a_long_text_does_not_depend_on_its_pieces()
    {
        string text = string.Concat(System.Linq.Enumerable.Repeat("x😀é", 30_000));
        string expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(expected, Checksum.H1(text));
        Assert.Equal(expected, Checksum.H1(new DribblingReader(text, 4097)));
    }

    [Theory]
    [InlineData("SELECT 1;", "-- why\nSELECT /* one */ 1 ;\n\n;")]
    [InlineData("SELECT 1; SELECT 2;", "SELECT 1;\nSELECT 2")]
    [InlineData("CREATE TABLE a(id int,b int);", "CREATE TABLE a (\n\tid int,\n\tb int\n);\n")]
    [InlineData("SELECT a=-1;", "SELECT a = - 1;")]
    [InlineData("SELECT a.b, c(1);", "SELECT a . b, c ( 1 );")]
    [InlineData("SELECT 'a' || 'b';", "SELECT 'a'||'b';")]
    [InlineData("-- migrate:options store:true\nSELECT 1;", "SELECT 1;")]
    [InlineData("-- migrate:options store:off transaction:false\nSELECT 1;", "-- migrate:options transaction:off\n-- migrate:options store:false\n-- more\nSELECT 1;")]
    [InlineData("-- no-transaction\nSELECT 1;", "-- migrate:options transaction:false\nSELECT 1;")]
    [InlineData("", "-- nothing\n;")]
    public void Formatting_leaves_s1_equal(string left, string right)
    {
        foreach (var dialect in new[] { Dialect.Sqlite, Dialect.PostgreSql, Dialect.Both })
        {
            Assert.Equal(Facts(left, dialect).S1, Facts(right, dialect).S1);
            Assert.NotEqual(Facts(left, dialect).H1, Facts(right, dialect).H1);
        }
    }

    [Theory]
    [InlineData("SELECT 1;", "SELECT 2;")]
    [InlineData("SELECT 1;", "select 1;")]
    [InlineData("SELECT a;", "SELECT \"a\";")]
    [InlineData("SELECT 'a  b';", "SELECT 'a b';")]
    [InlineData("SELECT 'a\nb';", "SELECT 'a b';")]
    [InlineData("SELECT ab;", "SELECT a b;")]
    [InlineData("SELECT 1; SELECT 2;", "SELECT 1 SELECT 2;")]
    [InlineData("SELECT a <= b;", "SELECT a < = b;")]
    [InlineData("SELECT x'00';", "SELECT x '00';")]
    [InlineData("SELECT 1.5;", "SELECT 1 .5;")]
    [InlineData("SELECT 1;", "-- migrate:options transaction:false\nSELECT 1;")]
    [InlineData("-- migrate:options transaction:false\nSELECT 1;", "-- migrate:options rerunnable:true\nSELECT 1;")]
    [InlineData("SELECT 1;", "SELECT 1; SELECT 1;")]
    [InlineData("SELECT '-- a';", "SELECT '-- b';")]
    [InlineData("SELECT 1;", "")]
    public void A_change_that_an_engine_could_see_changes_s1(string left, string right)
    {
        foreach (var dialect in new[] { Dialect.Sqlite, Dialect.PostgreSql, Dialect.Both })
        {
            Assert.NotEqual(Facts(left, dialect).S1, Facts(right, dialect).S1);
        }
    }

    [Theory]
    [InlineData("DO $$ a  b $$;", "DO $$ a b $$;")]
    [InlineData("DO $$ a -- b\n$$;", "DO $$ a $$;")]
    [InlineData("DO $a$ b $a$;", "DO $c$ b $c$;")]
    [InlineData("COPY a FROM STDIN;\n1\n\\.\n", "COPY a FROM STDIN;\n1 \n\\.\n")]
    [InlineData("COPY a FROM STDIN;\n1\n\\.\n", "COPY a FROM STDIN;\n1\n1\n\\.\n")]
    [InlineData("COPY a FROM STDIN;\n-- 1\n\\.\n", "COPY a FROM STDIN;\n\\.\n")]
    public void Bodies_and_data_count_verbatim(string left, string right) =>
        Assert.NotEqual(Facts(left, Dialect.PostgreSql).S1, Facts(right, Dialect.PostgreSql).S1);

    [Fact]
    public void Line_ends_and_a_byte_order_mark_change_no_checksum()
    {
        var expected = FileFactsReader.Read("a.sql", "SELECT 'a\nb';\n-- c\n", Dialect.Sqlite);

        Assert.Equal(expected, FileFactsReader.Read("a.sql", "\uFEFFSELECT 'a\r\nb';\r\n-- c\r\n", Dialect.Sqlite));
    }

    [Fact]
    public void The_s1_of_a_text_is_the_one_in_its_facts_and_takes_options_from_outside()
    {
        string text = "-- migrate:options store:false\nSELECT 1;";

        Assert.Equal(Facts(text, Dialect.Sqlite).S1, Checksum.S1(new StringReader(text), Dialect.Sqlite, MigrationOptions.Default));
        Assert.Equal(
            Facts("-- migrate:options store:false transaction:false\nSELECT 1;", Dialect.Sqlite).S1,
            Checksum.S1(new StringReader(text), Dialect.Sqlite, new MigrationOptions(Transaction: false)));
    }

    [Fact]
    public void A_long_token_counts_like_a_short_one()
    {
        foreach (int length in new[] { 4_000, 4_096, 4_097, 40_000, 200_000 })
        {
            string text = "SELECT '" + new string('é', length) + "😀';";
            byte[] select = Encoding.UTF8.GetBytes("SELECT");
            byte[] literal = Encoding.UTF8.GetBytes(text["SELECT ".Length..^1]);
            byte[] records = [0, 0, 0, 0, .. Length(select), .. select, .. Length(literal), .. literal, 0, 0, 0, 0];

            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(records)), Facts(text, Dialect.Sqlite).S1);
            Assert.Equal(SHA256.HashData(records[4..^4])[..4], Length((int)Facts(text, Dialect.Sqlite).Statements[0].Hash));
        }
    }

    private static byte[] Length(byte[] bytes) => Length(bytes.Length);

    private static byte[] Length(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static SectionFacts Facts(string text, Dialect dialect) => FileFactsReader.Read("a.sql", TextNormalizer.Normalize(text), dialect).Sections[0];
}
