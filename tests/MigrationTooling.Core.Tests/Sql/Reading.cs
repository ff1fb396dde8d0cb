using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Core.Tests.Sql;

/// <summary>All that reading a script gives, as a text that people can review.</summary>
internal static class Reading
{
    public static string Describe(string text, Dialect dialect)
    {
        var facts = FileFactsReader.Read("case.sql", text, dialect);
        var lines = new StringBuilder();
        foreach (var problem in facts.Problems)
        {
            lines.Append($"{problem.RuleId} {Place(problem.Place)} {problem.Message} {problem.Fix}\n");
        }

        foreach (var section in facts.Sections)
        {
            string direction = section.Direction is { } d ? d.ToString().ToLowerInvariant() : "whole";
            lines.Append($"{direction} {Place(section.Start)} {Options(section.Options)}\n");
            lines.Append($"h1 {section.H1}\ns1 {section.S1}\n");
            Statements(lines, text, dialect, section);
        }

        return lines.ToString();
    }

    /// <summary>The statements of a text with their COPY data, read from <paramref name="script"/>.</summary>
    public static List<(SqlStatement Statement, List<string> Data)> Statements(TextReader script, Dialect dialect, TextPlace start)
    {
        using var reader = new StatementReader(script, dialect, start);
        var statements = new List<(SqlStatement, List<string>)>();
        while (reader.TryRead(out var statement))
        {
            var data = new List<string>();
            while (reader.ReadCopyLine() is { } line)
            {
                data.Add(line);
            }

            statements.Add((statement, data));
        }

        return statements;
    }

    private static void Statements(StringBuilder lines, string text, Dialect dialect, SectionFacts section)
    {
        var script = SectionText.Open(TextNormalizer.Normalize(new StringReader(text)), section.Direction);
        foreach (var (statement, data) in Statements(script, dialect, section.Start))
        {
            string control = statement.IsTransactionControl ? $" ({statement.Control})" : "";
            lines.Append($"{Place(statement.Place)} {statement.Hash:x8} {string.Join(" ", statement.Keywords)}{control}\n");
            Quote(lines, "| ", statement.Text);
            data.ForEach(line => Quote(lines, "> ", line));
        }
    }

    private static void Quote(StringBuilder lines, string prefix, string text)
    {
        string[] parts = text.Split('\n');
        int count = text.EndsWith('\n') ? parts.Length - 1 : parts.Length;
        foreach (string part in parts.Take(count))
        {
            lines.Append(prefix).Append(part).Append('\n');
        }
    }

    private static string Place(TextPlace place) => $"{place.Line}:{place.Column}";

    private static string Options(MigrationOptions options) => options == MigrationOptions.Default ? "no options" : options.ToString();
}
