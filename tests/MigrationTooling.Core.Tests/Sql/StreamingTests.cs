using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Sql;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Sql;

public class StreamingTests
{
    private static readonly Dialect[] AllDialects = [Dialect.Sqlite, Dialect.PostgreSql, Dialect.Both];

    public static TheoryData<string> Cases => ScriptCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_read_in_small_pieces_gives_the_same_statements(string name) =>
        SameInPieces(ScriptCases.Text(name), ScriptCases.DialectOf(name));

    [Fact]
    public void Any_text_read_in_small_pieces_gives_the_same_statements()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            SameInPieces(TextNormalizer.Normalize(NastyText.Any(seed)), AllDialects[seed % AllDialects.Length]);
        }
    }

    [Fact]
    public void A_long_script_gives_the_same_statements_wherever_its_buffers_end()
    {
        string text = TextNormalizer.Normalize(string.Concat(Enumerable.Range(0, 300).Select(seed => NastyText.Closed(seed) + ";\n")));
        foreach (var dialect in AllDialects)
        {
            string expected = Statements(new DribblingReader(text, int.MaxValue), dialect);
            for (int shift = 1; shift < 40; shift++)
            {
                string moved = new string(' ', shift) + text;
                string actual = Statements(new DribblingReader(moved, int.MaxValue), dialect);
                Assert.Equal(Texts(expected), Texts(actual));
            }
        }
    }

    [Fact]
    public void Equal_statements_have_equal_hashes_wherever_the_hashers_buffer_ends()
    {
        for (int shift = 0; shift < 20; shift++)
        {
            // With escapes no token is plain; those ask for room long before their end.
            string text = "SET standard_conforming_strings = off; SELECT '" + new string('x', shift) + "';\n" + string.Concat(Enumerable.Repeat("(1);\n", 8000));
            using var reader = new StatementReader(new StringReader(text), Dialect.PostgreSql, TextPlace.Start);
            Assert.Single(reader.ReadAll().Skip(2).Select(s => s.Hash).Distinct());
        }
    }

    [Fact]
    public void A_statement_is_given_before_the_rest_of_the_script_is_read()
    {
        string text = Inserts(20_000);
        var script = new DribblingReader(text, int.MaxValue);
        using var reader = new StatementReader(script, Dialect.Sqlite, TextPlace.Start);

        int furthestAhead = 0;
        int consumed = 0;
        while (reader.TryRead(out var statement))
        {
            consumed += statement.Text.Length;
            furthestAhead = Math.Max(furthestAhead, script.Position - consumed);
        }

        Assert.True(text.Length > 1_000_000);
        Assert.True(furthestAhead < 150_000, $"read {furthestAhead} characters ahead");
    }

    [Fact]
    public void Copy_data_are_given_line_by_line()
    {
        string row = new('x', 100);
        string text = "COPY a FROM STDIN;\n" + string.Concat(Enumerable.Repeat(row + "\n", 20_000)) + "\\.\nSELECT 1;\n";
        var script = new DribblingReader(text, int.MaxValue);
        using var reader = new StatementReader(script, Dialect.PostgreSql, TextPlace.Start);

        Assert.True(reader.TryRead(out var copy));
        Assert.True(copy.HasCopyData);
        Assert.True(script.Position < 100_000);
        Assert.Equal(row + "\n", reader.ReadCopyLine());
        Assert.True(script.Position < 100_000);
        Assert.True(reader.TryRead(out var select));
        Assert.Equal("SELECT 1", select.Text);
        Assert.Equal(new TextPlace(20_003, 1), select.Place);
        Assert.Null(reader.ReadCopyLine());
    }

    [Fact]
    public void Copy_data_in_pieces_are_the_lines_whatever_is_at_hand()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            string text = CopyScript(new Random(seed));
            var lines = Reading.Statements(new StringReader(text), Dialect.PostgreSql, TextPlace.Start)
                .Select(s => (s.Statement.Text, s.Statement.Place, Data: string.Concat(s.Data))).ToArray();
            foreach (var (read, piece) in new[] { (1, 6), (2, 7), (3, 30), (1000, 6), (1000, 9), (int.MaxValue, 4096) })
            {
                using var reader = new StatementReader(new DribblingReader(text, read), Dialect.PostgreSql, TextPlace.Start);
                Assert.Equal(lines, Pieces(reader, new byte[piece]));
            }
        }
    }

    private static List<(string Text, TextPlace Place, string Data)> Pieces(StatementReader reader, byte[] piece)
    {
        var statements = new List<(string, TextPlace, string)>();
        while (reader.TryRead(out var statement))
        {
            var data = new List<byte>();
            while (reader.ReadCopyData(piece) is > 0 and int length)
            {
                data.AddRange(piece[..length]);
            }

            statements.Add((statement.Text, statement.Place, Encoding.UTF8.GetString([.. data])));
        }

        return statements;
    }

    private static string CopyScript(Random random)
    {
        string[] parts = ["a", "\t", "\n", "\n", "\\N", "\\", "\\.", "\n\\.x\n", "\n\\.\\.\n", "é", "😀", ";", "--", "SELECT 1;", "\\\\", "."];
        var text = new StringBuilder();
        for (int copy = 0; copy < 3; copy++)
        {
            text.Append("COPY t FROM stdin;\n");
            for (int i = random.Next(0, 40); i > 0; i--)
            {
                text.Append(parts[random.Next(parts.Length)]);
            }

            text.Append(random.Next(4) switch { 0 => "\n\\.", 1 => "\n\\.\nSELECT 2;\n", _ => "\n\\.\n" });
        }

        return text.ToString();
    }

    [Fact]
    public void The_facts_of_a_large_script_take_little_memory()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Inserts(200_000));
        Read(bytes[..10_000]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var facts = Read(bytes);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(200_000, facts.Sections[0].Sketch.Count, 100.0);
        Assert.Equal(SectionFacts.MaxStatements, facts.Sections[0].Statements.Count);
        Assert.True(bytes.Length > 12_000_000);
        Assert.True(allocated < 2.5 * bytes.Length, $"allocated {allocated} for {bytes.Length}");
    }

    private static FileFacts Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return FileFactsReader.Read("a.sql", stream, Dialect.Sqlite, CancellationToken.None);
    }

    private static string Inserts(int count) => string.Concat(Enumerable.Range(0, count)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"INSERT INTO orders (id, note) VALUES ({i}, 'order; {i}');\n")));

    private static void SameInPieces(string text, Dialect dialect)
    {
        string expected = Statements(new StringReader(text), dialect);
        foreach (int size in new[] { 1, 2, 3, 7, 64 })
        {
            Assert.Equal(expected, Statements(new DribblingReader(text, size), dialect));
        }
    }

    private static string Statements(TextReader script, Dialect dialect) => string.Join('\u0001', Reading.Statements(script, dialect, TextPlace.Start)
        .Select(s => $"{s.Statement.Hash:x8} {s.Statement.Control} {string.Join(' ', s.Statement.Keywords)} {s.Statement.Place}\u0002{s.Statement.Text}{string.Concat(s.Data)}"));

    private static string[] Texts(string statements) => statements.Split('\u0001').Select(s => s[(s.IndexOf('\u0002', StringComparison.Ordinal) + 1)..]).ToArray();
}
