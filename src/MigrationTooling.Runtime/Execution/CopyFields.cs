using System;
using System.Collections.Generic;

namespace MigrationTooling.Execution;

/// <summary>The fields of one row of COPY data: where each begins, and what it says.</summary>
internal static class CopyFields
{
    /// <summary>Cuts a row by what the statement says of its data; empty where that can't be told from this row and this statement alone.</summary>
    public static IReadOnlyList<(int Start, string Value)> Of(string row, CopyFormat format)
    {
        if (format.Delimiter is not { } delimiter || (format.IsCsv && (format.Quote is null || format.Escape is null)))
        {
            return [];
        }

        var fields = new List<(int, string)>();
        var quotes = new CopyQuotes(format);
        int start = 0;
        for (int i = 0; i <= row.Length; i++)
        {
            if (i == row.Length || (!quotes.Take(row[i]) && row[i] == delimiter))
            {
                fields.Add((start, Value(row[start..i], format)));
                start = i + 1;
            }
        }

        return quotes.IsOpen ? [] : fields;
    }

    private static string Value(string text, CopyFormat format) =>
        format is { IsCsv: true, Quote: { } quote, Escape: { } escape } && text.Length >= 2 && text[0] == quote && text[^1] == quote
            ? text[1..^1].Replace($"{escape}{quote}", quote.ToString(), StringComparison.Ordinal)
            : text;
}
