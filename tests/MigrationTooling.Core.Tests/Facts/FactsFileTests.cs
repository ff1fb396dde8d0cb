using System;
using System.Linq;
using System.Text;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Facts;

public class FactsFileTests
{
    private static readonly SetSettings Plain = new("Migrations", "Shop.Data", "migrations", null, RequireLock: false, LargeFileBytes: 1_048_576);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var facts = new FactsFile(
            "../../..",
            "reader 1",
            EquatableList.Of(
                new SetFacts(
                    Plain,
                    new FileStamp("migrations.lock", 120, Hash('a'), null),
                    EquatableList.Of(new FileStamp("0001_Größe, 50% = x.sql", 7, Hash('b'), null), Carried("0002_big.sql"))),
                new SetFacts(Plain with { Name = "Pg", Namespace = "", Directory = "../db", Dialect = Dialect.PostgreSql, RequireLock = true }, null, EquatableList<FileStamp>.Empty)));

        Assert.Equal(facts, FactsReader.Read(FactsWriter.Write(facts)));
    }

    [Fact]
    public void The_digest_says_what_the_facts_say_and_not_where_or_by_whom_they_were_made()
    {
        var facts = new FactsFile("../..", "one", EquatableList.Of(new SetFacts(Plain, null, EquatableList.Of(new FileStamp("0001_a.sql", 1, Hash('a'), null)))));
        var elsewhere = facts with { Root = "/elsewhere", MadeBy = "other" };
        var edited = facts with { Sets = EquatableList.Of(new SetFacts(Plain, null, EquatableList.Of(new FileStamp("0001_a.sql", 1, Hash('b'), null)))) };

        Assert.Equal(Digest(facts), Digest(elsewhere));
        Assert.NotEqual(Digest(facts), Digest(edited));
    }

    [Fact]
    public void A_file_that_was_cut_off_anywhere_is_refused()
    {
        string text = FactsWriter.Write(new FactsFile("..", "one", EquatableList.Of(new SetFacts(Plain, null, EquatableList.Of(Carried("0001_a.sql"))))));

        for (int length = 0; length < text.Length; length++)
        {
            Assert.Throws<FormatException>(() => FactsReader.Read(text.Substring(0, length)));
        }
    }

    [Fact]
    public void An_altered_file_is_refused()
    {
        string text = FactsWriter.Write(new FactsFile("..", "one", EquatableList.Of(new SetFacts(Plain, null, EquatableList<FileStamp>.Empty))));

        Assert.Throws<FormatException>(() => FactsReader.Read(text.Replace("requireLock=false", "requireLock=true", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_that_comes_in_pieces_says_the_same_with_the_same_digest()
    {
        var facts = new FactsFile("..", "one", EquatableList.Of(new SetFacts(Plain, null, EquatableList.Of(Carried("0001_a.sql"), new FileStamp("0002_ü.sql", 1, Hash('a'), null)))));
        string text = FactsWriter.Write(facts);

        for (int end = text.IndexOf('\n', StringComparison.Ordinal); end >= 0; end = text.IndexOf('\n', end + 1))
        {
            Assert.Equal(facts, FactsReader.Read([text[..(end + 1)], text[(end + 1)..]], out string digest));
            Assert.Equal(FactsReader.Digest(text), digest);
        }

        Assert.Equal(facts, FactsReader.Read(text.Split('\n').Select(line => line + "\n"), out _));
        Assert.Throws<FormatException>(() => FactsReader.Read([], out _));
        Assert.Throws<FormatException>(() => FactsReader.Read([text[..^2]], out _));
        Assert.Throws<FormatException>(() => FactsReader.Read([text.Replace("length=1 ", "length=2 ", StringComparison.Ordinal)], out _));
    }

    private static string Digest(FactsFile facts) => FactsReader.Digest(FactsWriter.Write(facts));

    private static string Hash(char digit) => new(digit, 64);

    private static FileStamp Carried(string path)
    {
        const string Sql = """
            -- migrate:options rerunnable:true batch:5 pause:1500ms
            -- migrate:up
            CREATE TABLE a (b TEXT DEFAULT 'x, y = z');
            INSERT INTO a VALUES ('never ends);
            -- migrate:down transaction:false
            DROP TABLE a;
            """;
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Sql), 0xFF];
        var decoded = TextDecoder.Decode(bytes);
        var facts = FileFactsReader.Read(path, decoded.Text, Dialect.Sqlite, decoded.InvalidUtf8At);
        Assert.NotEmpty(facts.Problems);
        return new FileStamp(path, bytes.Length, Hash('c'), new CarriedFacts(Dialect.Sqlite, facts));
    }
}
