using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Core.Tests.Sql;

/// <summary>Where the splitter sees a file's statements begin and end, written as <c>build/oracle/boundaries.mjs</c> writes what PostgreSQL's parser sees.</summary>
internal static class Boundaries
{
    /// <summary>A line for each statement of all sections: <c>LINE:COLUMN</c> of its first character, <c>LINE:COLUMN</c> behind its last.</summary>
    public static IReadOnlyList<string> Of(string text, Dialect dialect)
    {
        var facts = FileFactsReader.Read("script.sql", text, dialect);
        return [.. facts.Sections.OrderBy(s => s.Start.Line).SelectMany(s => Of(text, dialect, s))];
    }

    private static IEnumerable<string> Of(string text, Dialect dialect, SectionFacts section)
    {
        using var reader = new StatementReader(
            SectionText.Open(TextNormalizer.Normalize(new StringReader(text)), section.Direction), dialect, section.Start);
        while (reader.TryRead(out var statement))
        {
            var end = EndOf(statement);
            yield return $"{statement.Place.Line}:{statement.Place.Column} {end.Line}:{end.Column}";
        }
    }

    private static TextPlace EndOf(SqlStatement statement)
    {
        int lines = statement.Text.Count(c => c == '\n');
        return lines == 0
            ? statement.Place with { Column = statement.Place.Column + statement.Text.Length }
            : new TextPlace(statement.Place.Line + lines, statement.Text.Length - statement.Text.LastIndexOf('\n'));
    }
}
