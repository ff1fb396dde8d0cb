using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace MigrationTooling.Execution;

/// <summary>The fields of one line of COPY data: where each begins, and what it says.</summary>
internal static partial class CopyFields
{
    private const char Quote = '"';

    /// <summary>Cuts a line by what the statement says of its data; empty where that can't be told from this line and this statement alone.</summary>
    public static IReadOnlyList<(int Start, string Value)> Of(string line, string copy)
    {
        string options = copy[Math.Max(copy.LastIndexOf("FROM", StringComparison.OrdinalIgnoreCase), 0)..];
        bool isCsv = Csv().IsMatch(options);
        if (Delimiter(options, isCsv) is not { } delimiter || (isCsv && OtherQuotes().IsMatch(options)))
        {
            return [];
        }

        var fields = new List<(int, string)>();
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && isCsv && line[i] == Quote)
            {
                isQuoted = !isQuoted;
            }
            else if (i == line.Length || (line[i] == delimiter && !isQuoted))
            {
                string text = line[start..i];
                fields.Add((start, text is [Quote, .., Quote] && isCsv ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text));
                start = i + 1;
            }
        }

        // A row of several lines: what stands in this one before its first delimiter may be in quotes that were opened above.
        return isQuoted ? [] : fields;
    }

    private static char? Delimiter(string options, bool isCsv)
    {
        if (!options.Contains("delimiter", StringComparison.OrdinalIgnoreCase))
        {
            return isCsv ? ',' : '\t';
        }

        return Given().Match(options).Groups["character"].Value switch
        {
            "\\t" => '\t',
            "''" => '\'',
            [var one] => one,
            _ => null,
        };
    }

    [GeneratedRegex(@"\bCSV\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Csv();

    [GeneratedRegex(@"\b(?:QUOTE|ESCAPE)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherQuotes();

    [GeneratedRegex(@"\bDELIMITER\s+(?:AS\s+)?(?:'(?<character>''|[^'\\])'|E'(?<character>\\t|[^'\\])')", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Given();
}
