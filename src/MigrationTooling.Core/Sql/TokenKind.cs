namespace MigrationTooling.Sql;

/// <summary>What the lexer tells its readers apart.</summary>
internal enum TokenKind
{
    /// <summary>The text has ended.</summary>
    End = 0,

    /// <summary>A bare word: keyword or unquoted identifier.</summary>
    Word,

    /// <summary>A string, blob or dollar-quoted text, prefix and quotes included.</summary>
    String,

    /// <summary>A quoted identifier, quotes included.</summary>
    QuotedIdentifier,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator or a single character of punctuation.</summary>
    Symbol,

    /// <summary>The semicolon.</summary>
    Semicolon,

    /// <summary>A line of COPY data with its line feed.</summary>
    CopyLine,

    /// <summary>The end of COPY data; holds no text.</summary>
    CopyEnd,

    /// <summary>A line comment that speaks to a migration tool. Not part of any statement.</summary>
    Directive,
}
