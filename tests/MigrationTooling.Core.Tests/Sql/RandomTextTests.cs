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

public class RandomTextTests
{
    private static readonly Dialect[] AllDialects = [Dialect.Sqlite, Dialect.PostgreSql, Dialect.Both];

    [Fact]
    public void Any_text_can_be_read_and_its_places_stand_in_order()
    {
        for (int seed = 0; seed < 700; seed++)
        {
            foreach (var dialect in AllDialects)
            {
                var facts = FileFactsReader.Read("a.sql", NastyText.Any(seed), dialect);
                var places = facts.Sections.SelectMany(section => section.Statements.Select(s => s.Place)).ToList();
                Assert.Equal(places.Order(), places);
                Assert.Equal(facts.Problems.Select(p => p.Place).Order(), facts.Problems.Select(p => p.Place));
            }
        }
    }

    [Fact]
    public void Any_bytes_can_be_read()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            using var stream = new MemoryStream(bytes);

            var facts = FileFactsReader.Read("a.sql", stream, AllDialects[seed % 3], CancellationToken.None);

            Assert.NotEmpty(facts.Sections);
        }
    }

    [Fact]
    public void Any_text_gives_equal_facts_from_memory_and_as_a_stream()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(NastyText.Any(seed));
            var decoded = TextDecoder.Decode(bytes);
            using var stream = new MemoryStream(bytes);

            var fromStream = FileFactsReader.Read("a.sql", stream, AllDialects[seed % 3], CancellationToken.None);
            var fromText = FileFactsReader.Read("a.sql", decoded.Text, AllDialects[seed % 3], decoded.InvalidUtf8At);

            Assert.Equal(fromText, fromStream with { Length = 0 });
            Assert.Equal(fromText.GetHashCode(), (fromStream with { Length = 0 }).GetHashCode());
        }
    }

    [Fact]
    public void Splitting_and_joining_loses_no_token()
    {
        for (int seed = 0; seed < 700; seed++)
        {
            string text = TextNormalizer.Normalize(NastyText.Closed(seed));
            foreach (var dialect in AllDialects)
            {
                var statements = Statements(text, dialect, out bool sound);
                if (sound)
                {
                    string joined = string.Concat(statements.Select(s => s.Text + "\n;"));
                    Assert.Equal(statements.Select(s => s.Hash), Statements(joined, dialect, out _).Select(s => s.Hash));
                    Assert.Equal(S1(text, dialect), S1(joined, dialect));
                }
            }
        }
    }

    [Fact]
    public void The_facts_hold_the_hashes_and_places_that_the_statement_reader_gives()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            string text = TextNormalizer.Normalize(NastyText.Closed(seed));
            var section = FileFactsReader.Read("a.sql", text, Dialect.PostgreSql).Sections[0];
            var statements = Statements(text, Dialect.PostgreSql, out _);

            Assert.Equal(statements.Select(s => new StatementFact(s.Hash, s.Place)), section.Statements);
            Assert.Equal(statements.Select(s => s.Hash).Distinct().Order().Take(Sketch.Size), section.Sketch.Smallest);
            Assert.Equal(statements.Select(s => s.Hash).Distinct().Count(), section.Sketch.Count);
        }
    }

    private static List<SqlStatement> Statements(string text, Dialect dialect, out bool sound)
    {
        using var reader = new StatementReader(new StringReader(text), dialect, TextPlace.Start);
        var statements = reader.ReadAll().ToList();
        sound = reader.Unterminated is null;
        return statements;
    }

    private static string S1(string text, Dialect dialect) => Checksum.S1(new StringReader(text), dialect, MigrationOptions.Default);
}
