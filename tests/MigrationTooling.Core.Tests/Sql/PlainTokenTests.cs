using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Sql;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Sql;

/// <summary>
/// Rows of data are passed over in one loop where they are whole in memory. Given one character at a time nothing ever is, and the lexer alone reads
/// them: both must see the same.
/// </summary>
public class PlainTokenTests
{
    private static readonly Dialect[] AllDialects = [Dialect.Sqlite, Dialect.PostgreSql, Dialect.Both];

    private static readonly string[] Values =
    [
        "1", "-1", "- 1", "--1\n2", "1.5", ".5", "1.", "1..2", "1e5", "1e-5", "1E+5", "0x1F", "1a", "1_000", "12345678901234567890", "1$2", "$1", "1'a'",
        "'a'", "''", "''''", "'it''s'", "'a;b'", "'-- a'", "'/* a */'", "'two\nlines'", "'\n\n'", "'größe'", "'😀'", "'a\\'", "'a\\''b'", "'\t'", "' '",
        "x'00'", "X''", "E'it\\'s'", "E'a'\n'b\\'c'", "n'a'", "B'01'", "U&'a'", "u'a'", "e'a'", "ab'c'", "\"a\"", "\"a\"\"b\"", "[a]", "`a`", "$$a;$$", "$a$ ' $a$",
        "NULL", "null", "true", "a", "a$b", "größe", "_a", "a1", "CURRENT_TIMESTAMP", "CAST(1 AS TEXT)", "a.b", "1+1", "1-1", "a->>'b'", "a::int", "a||b", "a<=-1", "\\N", "?", ":a", "@a",
        "/* a */", "/* it's */ 1", "-- it's\n1", "\v1", "\f1", "\r1", "\u00A01", "ſ",
    ];

    private static readonly string[] Between = [",", ", ", ",\n", " ", "", "),(", "),\n(", ")\n", "(", "\n\n", "\t"];

    private static readonly string[] Heads =
    [
        "INSERT INTO t (a, b, c, d) VALUES (", "INSERT INTO t VALUES (", "SELECT ", "(", "'a' (", "CREATE TABLE t AS SELECT ", "SET standard_conforming_strings = off;\nSELECT ",
        "UPDATE t SET a = ", "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT ", "REINDEX (", "-- migrate:options batch:10\nDELETE FROM t WHERE (",
    ];

    [Fact]
    public void Rows_are_the_same_statements_whole_in_memory_and_one_character_at_a_time()
    {
        for (int seed = 0; seed < 1500; seed++)
        {
            string text = Rows(new Random(seed));
            foreach (var dialect in AllDialects)
            {
                string expected = Statements(new DribblingReader(text, 1), dialect);
                Assert.Equal(expected, Statements(new StringReader(text), dialect));
                Assert.Equal(expected, Statements(new DribblingReader(text, 50), dialect));
            }
        }
    }

    [Fact]
    public void Rows_have_the_same_facts_plans_and_hashes_whole_in_memory_and_one_character_at_a_time()
    {
        for (int seed = 0; seed < 1500; seed++)
        {
            string text = Rows(new Random(seed));
            foreach (var dialect in AllDialects)
            {
                Assert.Equal(Section(new DribblingReader(text, 1), dialect), Section(new StringReader(text), dialect));
            }
        }
    }

    [Theory]
    [InlineData("REINDEX (VERBOSE, CONCURRENTLY) TABLE a;\nSELECT 1;", "MIG0115")]
    [InlineData("-- migrate:options batch:10\nUPDATE t SET a = b, c = d, e = f WHERE g IS NULL;", "")]
    [InlineData("-- migrate:options batch:10\nUPDATE t SET a = b, c = d, e = f;", "MIG0102")]
    [InlineData("SELECT (1, 2), \\N, (3, 4);", "MIG0112")]
    public void What_rules_look_for_in_a_statement_is_found_behind_plain_tokens(string text, string rules)
    {
        var whole = Section(new StringReader(text), Dialect.PostgreSql);
        Assert.Equal(Section(new DribblingReader(text, 1), Dialect.PostgreSql), whole);
        Assert.Equal(rules, whole.Problems.Split(' ') is [_, _, _, _, ..] parts ? parts[4].TrimEnd(',') : "");
    }

    [Fact]
    public void A_temporary_table_that_is_named_among_plain_tokens_is_known_to_the_plan()
    {
        using var script = new StringReader("CREATE TEMP TABLE kept (a);\nVACUUM;\nINSERT INTO t (a, b, c, d) VALUES (1, 2, (SELECT kept));");
        using var scan = new SectionScan(null, TextPlace.Start, new OptionReader(MigrationOptions.Default, []), []);
        scan.Read(script, Dialect.Sqlite, plans: true, CancellationToken.None);

        Assert.Equal("kept", Assert.Single(Assert.Single(scan.Plans).Plan.Temporaries).Name);
    }

    [Theory]
    [InlineData(4090)]
    [InlineData(8170)]
    [InlineData(32750)]
    public void A_token_is_itself_wherever_the_room_for_it_ends(int before)
    {
        string[] tokens = ["'" + new string('s', 3000) + "'", "'" + new string('s', 9000) + "'", new string('w', 300), new string('1', 300), "'ö'", "(", "'a''b'"];
        for (int shift = 0; shift < 40; shift++)
        {
            string text = "INSERT INTO t (a, b, c, d) VALUES ('" + new string('x', before + shift) + "'" + string.Concat(tokens.Select(t => "," + t)) + ",1),\n(2);\nSELECT 1;";
            Assert.Equal(Statements(new DribblingReader(text, 1), Dialect.PostgreSql), Statements(new StringReader(text), Dialect.PostgreSql));
        }
    }

    [Fact]
    public void Lines_of_copy_data_are_the_same_tokens_whole_in_memory_and_one_character_at_a_time()
    {
        string[] parts = ["a", "b\tc", "\n", "\n", "\\N", "\\.", "\n\\.x\n", "é", "😀", ";", "'", "-- migrate:up", "\\\\", "\n\n", new string('x', 70)];
        for (int seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            string data = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => parts[random.Next(parts.Length)]));
            string text = $"COPY t FROM stdin;\n{data}{(random.Next(4) == 0 ? "" : "\n\\.\n")}SELECT 1;\n";
            foreach (var dialect in new[] { Dialect.PostgreSql, Dialect.Both })
            {
                Assert.Equal(Section(new DribblingReader(text, 1), dialect), Section(new StringReader(text), dialect));
            }
        }
    }

    private static string Rows(Random random)
    {
        var text = new StringBuilder();
        for (int statements = random.Next(1, 4); statements > 0; statements--)
        {
            text.Append(Heads[random.Next(Heads.Length)]);
            for (int i = random.Next(30); i > 0; i--)
            {
                // Most of them plain, so that runs are long.
                text.Append(random.Next(4) == 0 ? Values[random.Next(Values.Length)] : Values[random.Next(20, 32)]).Append(Between[random.Next(Between.Length)]);
            }

            text.Append(");\n");
        }

        return TextNormalizer.Normalize(text.ToString());
    }

    private static string Statements(TextReader script, Dialect dialect)
    {
        using var reader = new StatementReader(script, dialect, TextPlace.Start);
        var all = reader.ReadAll().Select(s => $"{s.Hash:x8} {s.Control} {s.Place} {string.Join(' ', s.Keywords)}\u0002{s.Text}").ToList();
        return string.Join('\u0001', all) + reader.Unterminated;
    }

    private static (SectionFacts Facts, string Plans, string Problems) Section(TextReader script, Dialect dialect)
    {
        var problems = new List<FileProblem>();
        using var scan = new SectionScan(null, TextPlace.Start, new OptionReader(MigrationOptions.Default, problems), problems);
        var facts = scan.Read(script, dialect, plans: true, CancellationToken.None);
        scan.CheckBatch(facts, Direction.Up);
        return (facts, string.Join('\n', scan.Plans), string.Join('\n', problems));
    }
}
