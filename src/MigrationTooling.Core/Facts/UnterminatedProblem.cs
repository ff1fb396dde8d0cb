using MigrationTooling.Sql;

namespace MigrationTooling.Facts;

/// <summary>Words for what was left open.</summary>
internal static class UnterminatedProblem
{
    public static FileProblem For(Unterminated unterminated)
    {
        string what = unterminated.Opening switch
        {
            Opening.Literal => "string",
            Opening.QuotedIdentifier => "quoted identifier",
            Opening.Comment => "comment",
            Opening.DollarQuote => "dollar-quoted text",
            _ => "body",
        };
        string hint = unterminated.Opening == Opening.Literal ? "; a quote inside the string is written twice." : ".";
        return new FileProblem(
            FileRuleIds.Unterminated,
            unterminated.Place,
            $"The {what} that opens here is never closed, so the rest of the script counts as part of it.",
            $"Write {unterminated.Closer} where it ends{hint}");
    }
}
