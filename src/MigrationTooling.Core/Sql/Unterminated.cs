using MigrationTooling.Text;

namespace MigrationTooling.Sql;

/// <summary>What was left open at the end of a script.</summary>
public enum Opening
{
    /// <summary>A string.</summary>
    Literal = 0,

    /// <summary>A quoted identifier.</summary>
    QuotedIdentifier,

    /// <summary>A block comment.</summary>
    Comment,

    /// <summary>A dollar-quoted text.</summary>
    DollarQuote,

    /// <summary>The body of a trigger, function or rule.</summary>
    Body,
}

/// <summary>Something that opens and is never closed; what follows its opening can't be told into statements.</summary>
/// <param name="Opening">What was opened.</param>
/// <param name="Place">Where it opens.</param>
/// <param name="Closer">What would close it.</param>
public sealed record Unterminated(Opening Opening, TextPlace Place, string Closer);
