using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Facts;

public class FileFactsReaderTests
{
    [Fact]
    public void An_ordinary_file_has_one_section_without_a_direction()
    {
        var facts = Read("CREATE TABLE a (id int);\n\nCREATE TABLE b (id int);\n");

        var section = Assert.Single(facts.Sections);
        Assert.Null(section.Direction);
        Assert.Equal(TextPlace.Start, section.Start);
        Assert.Equal(Checksum.H1("CREATE TABLE a (id int);\n\nCREATE TABLE b (id int);\n"), section.H1);
        Assert.Equal([new TextPlace(1, 1), new TextPlace(3, 1)], section.Statements.Select(s => s.Place));
        Assert.Equal(2, section.Sketch.Count);
        Assert.False(section.IsEmpty);
        Assert.Empty(facts.Problems);
    }

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY i ON a (id)", "CREATE INDEX CONCURRENTLY")]
    [InlineData("create unique index concurrently i on a (id)", "CREATE INDEX CONCURRENTLY")]
    [InlineData("CREATE UNIQUE /* so */ INDEX -- that\n CONCURRENTLY i ON a (id)", "CREATE INDEX CONCURRENTLY")]
    [InlineData("drop index Concurrently i", "DROP INDEX CONCURRENTLY")]
    [InlineData("ALTER TABLE IF EXISTS a DETACH PARTITION b CONCURRENTLY", "DETACH PARTITION CONCURRENTLY")]
    [InlineData("vacuum", "VACUUM")]
    [InlineData("VACUUM FULL a", "VACUUM")]
    [InlineData("ALTER SYSTEM SET work_mem = '1MB'", "ALTER SYSTEM")]
    [InlineData("CREATE DATABASE b", "CREATE DATABASE")]
    [InlineData("REINDEX TABLE CONCURRENTLY a", "REINDEX CONCURRENTLY")]
    public void A_statement_that_can_not_be_in_a_transaction_is_found_beside_others(string statement, string name)
    {
        foreach (string script in new[] { $"SELECT 1;\n{statement};\n", $"{statement};\nCREATE TABLE a (id int);\n", $"CREATE INDEX i ON a (id);\n{statement};\n" })
        {
            var problem = Assert.Single(FileFactsReader.Read("001_a.sql", script, Dialect.PostgreSql).Problems);

            Assert.Equal("MIG0115", problem.RuleId);
            Assert.StartsWith(name + " can't be in a transaction", problem.Message, StringComparison.Ordinal);
        }

        Assert.Empty(FileFactsReader.Read("001_a.sql", statement + ";\n", Dialect.PostgreSql).Problems);
    }

    [Theory]
    [InlineData("CREATE INDEX concurrent ON a (concurrently)")]
    [InlineData("CREATE UNIQUE INDEX \"CONCURRENTLY\" ON a (id)")]
    [InlineData("DROP INDEX i")]
    [InlineData("ALTER TABLE a ADD COLUMN concurrently int")]
    [InlineData("ALTER TABLE a DETACH PARTITION b")]
    [InlineData("ALTER INDEX i RENAME TO concurrently")]
    [InlineData("DROP TABLE concurrently")]
    public void A_statement_that_only_looks_like_one_is_an_ordinary_one(string statement) =>
        Assert.Empty(FileFactsReader.Read("001_a.sql", $"SELECT 1;\n{statement};\nVACUUM_IS_NO_WORD;\n", Dialect.PostgreSql).Problems);

    [Fact]
    public void A_one_file_layout_has_a_section_per_marker_with_its_own_text_and_options()
    {
        var facts = Read("""
            -- the users
            -- migrate:options store:false
            -- migrate:up transaction:false
            CREATE TABLE a (id int);
            -- migrate:down
            -- migrate:options rerunnable:on
            DROP TABLE a;

            """);

        Assert.Equal([Direction.Up, Direction.Down], facts.Sections.Select(s => s.Direction));
        Assert.Equal([new TextPlace(4, 1), new TextPlace(6, 1)], facts.Sections.Select(s => s.Start));
        Assert.Equal(Checksum.H1("CREATE TABLE a (id int);\n"), facts.Sections[0].H1);
        Assert.Equal(Checksum.H1("-- migrate:options rerunnable:on\nDROP TABLE a;\n"), facts.Sections[1].H1);
        Assert.Equal(new MigrationOptions(Store: false), facts.Options);
        Assert.Equal(new MigrationOptions(Store: false, Transaction: false), facts.Sections[0].Options);
        Assert.Equal(new MigrationOptions(Store: false, Rerunnable: true), facts.Sections[1].Options);
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public void Both_overloads_give_equal_facts()
    {
        string text = "-- ö\nINSERT INTO a VALUES ('é', 1);\r\nSELECT 1\r\n";
        using var stream = new MemoryStream(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray());

        var fromStream = FileFactsReader.Read("a.sql", stream, Dialect.Sqlite, CancellationToken.None);

        Assert.Equal(stream.Length, fromStream.Length);
        Assert.Equal(Read(text), fromStream with { Length = 0 });
    }

    [Fact]
    public void Facts_of_equal_texts_are_equal_and_of_others_are_not()
    {
        string text = "-- migrate:options store:false\nSELECT 1; SELECT 'x\n";

        Assert.Equal(Read(text), Read(text));
        Assert.Equal(Read(text).GetHashCode(), Read(text).GetHashCode());
        Assert.NotEqual(Read(text), Read(text + "-- more"));
        Assert.NotEqual(Read(text), Read(text) with { Path = "b.sql" });
    }

    [Theory]
    [InlineData("61 0A 20 E9", "MIG0104", 2, 2)]
    [InlineData("FF FE 61 00", "MIG0104", 1, 1)]
    [InlineData("61 00 62 00", "MIG0104", 1, 2)]
    [InlineData("2D 2D 0A 61 0D 62", "MIG0105", 2, 2)]
    [InlineData("2D 2D 61 0D", "MIG0105", 1, 4)]
    public void Bytes_that_are_no_sound_text_are_reported_once_at_their_place(string hex, string rule, int line, int column)
    {
        using var stream = new MemoryStream(hex.Split(' ').Select(b => Convert.ToByte(b, 16)).ToArray());

        var facts = FileFactsReader.Read("a.sql", stream, Dialect.Sqlite, CancellationToken.None);

        var problem = Assert.Single(facts.Problems);
        Assert.Equal((rule, new TextPlace(line, column)), (problem.RuleId, problem.Place));
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replacement_character_that_the_author_wrote_is_text()
    {
        Assert.Empty(Read("UPDATE a SET t = replace(t, '\uFFFD', 'ü');").Problems);
    }

    [Fact]
    public void A_text_is_told_by_its_caller_that_its_bytes_were_no_UTF8()
    {
        var facts = FileFactsReader.Read("a.sql", "a\uFFFD", Dialect.Sqlite, new TextPlace(1, 2));

        Assert.Equal(new FileProblem("MIG0104", new TextPlace(1, 2), "The file is not UTF-8 from here on.", "Save it as UTF-8."), Assert.Single(facts.Problems));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" \n\t\r\n", true)]
    [InlineData("\uFEFF", true)]
    [InlineData("-- nothing", false)]
    [InlineData("/**/", false)]
    [InlineData(";", false)]
    public void Only_a_file_of_white_space_is_empty(string text, bool isEmpty)
    {
        Assert.Equal(isEmpty, Read(text).Problems.Any(p => p.RuleId == "MIG0110"));
        Assert.True(Read(text).Sections[0].IsEmpty);
        Assert.Equal(Sketch.Empty, Read(text).Sections[0].Sketch);
    }

    [Fact]
    public void Copy_data_are_a_statement_of_their_own_in_the_facts()
    {
        var section = FileFactsReader.Read("a.sql", "COPY a FROM STDIN;\n1\n2\n\\.\nSELECT 1;\n", Dialect.PostgreSql).Sections[0];

        Assert.Equal([new TextPlace(1, 1), new TextPlace(2, 1), new TextPlace(5, 1)], section.Statements.Select(s => s.Place));
        Assert.Equal(3, section.Sketch.Count);
    }

    [Fact]
    public void A_sketch_counts_equal_statements_once_and_keeps_the_smallest_hashes()
    {
        string text = string.Concat(Enumerable.Range(0, 50).Select(i => $"SELECT {i % 40};\n"));

        var section = Read(text).Sections[0];

        Assert.Equal(50, section.Statements.Count);
        Assert.Equal(40, section.Sketch.Count);
        Assert.Equal(section.Statements.Select(s => s.Hash).Distinct().Order().Take(Sketch.Size), section.Sketch.Smallest);
    }

    [Fact]
    public void The_stream_stays_open_and_its_length_is_told()
    {
        using var stream = new MemoryStream([.. "SELECT 1;"u8]);

        var facts = FileFactsReader.Read("a.sql", stream, Dialect.Sqlite, CancellationToken.None);

        Assert.True(stream.CanRead);
        Assert.Equal(9, facts.Length);
    }

    [Fact]
    public void Reading_stops_when_it_is_cancelled()
    {
        using var stream = new MemoryStream(new byte[100_000]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => FileFactsReader.Read("a.sql", stream, Dialect.Sqlite, cancelled.Token));
    }

    private static FileFacts Read(string text) => FileFactsReader.Read("a.sql", text, Dialect.Sqlite);
}
