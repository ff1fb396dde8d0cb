using System;
using System.Text.RegularExpressions;

namespace MigrationTooling.Execution;

/// <summary>How a COPY statement says that its data are written.</summary>
/// <param name="IsCsv">As CSV; else as text.</param>
/// <param name="Delimiter">What stands between two fields; null where that can't be told from the statement alone.</param>
/// <param name="Quote">What a field of CSV is put in; null where that can't be told.</param>
/// <param name="Escape">What stands before a quote inside of a field; null where that can't be told.</param>
internal sealed partial record CopyFormat(bool IsCsv, char? Delimiter, char? Quote, char? Escape)
{
    public static CopyFormat Of(string copy)
    {
        string options = copy[Math.Max(copy.LastIndexOf("FROM", StringComparison.OrdinalIgnoreCase), 0)..];
        bool isCsv = Csv().IsMatch(options);
        char? quote = Given(options, "QUOTE", '"');
        return new CopyFormat(isCsv, Given(options, "DELIMITER", isCsv ? ',' : '\t'), quote, Given(options, "ESCAPE", quote));
    }

    private static char? Given(string options, string name, char? usual)
    {
        if (!Regex.IsMatch(options, $@"\b{name}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
        {
            return usual;
        }

        var match = Regex.Match(
            options, $@"\b{name}\s+(?:AS\s+)?(?:'(?<character>''|[^'])'|E'(?<character>\\[t\\]|[^'\\])')", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return match.Groups["character"].Value switch
        {
            "\\t" => '\t',
            "\\\\" => '\\',
            "''" => '\'',
            [var one] => one,
            _ => null,
        };
    }

    [GeneratedRegex(@"\bCSV\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Csv();
}
