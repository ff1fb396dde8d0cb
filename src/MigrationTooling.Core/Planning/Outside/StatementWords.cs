using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MigrationTooling.Model;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>The tokens of one PostgreSQL statement, for those few of which more than the first words is asked.</summary>
/// <param name="Tokens">In order, comments left out.</param>
internal sealed record StatementWords(IReadOnlyList<StatementWord> Tokens)
{
    /// <summary>How many tokens are looked at: names and options stand at a statement's beginning.</summary>
    private const int Most = 400;

    public static StatementWords Of(string statement)
    {
        using var text = new StringReader(statement);
        var lexer = new SqlLexer(text, SqlDialect.For(Dialect.PostgreSql), TextPlace.Start);
        var tokens = new List<StatementWord>();
        for (var kind = lexer.Next(); kind != TokenKind.End && tokens.Count < Most; kind = lexer.Next())
        {
            if (kind != TokenKind.Directive)
            {
                tokens.Add(new StatementWord(kind, new string(lexer.Cursor.Buffer, lexer.Cursor.TokenStart, lexer.Cursor.TokenLength)));
            }
        }

        return new StatementWords(tokens);
    }

    public StatementWord? At(int index) => index < Tokens.Count ? Tokens[index] : null;

    /// <summary>The place behind the parentheses that open here; the same place where none do.</summary>
    public int BehindParentheses(int index)
    {
        int depth = 0;
        for (int i = index; i < Tokens.Count; i++)
        {
            depth += Tokens[i].Is("(") ? 1 : Tokens[i].Is(")") ? -1 : 0;
            if (depth == 0)
            {
                return i == index ? index : i + 1;
            }
        }

        return index;
    }

    /// <summary>The place behind the name, schema and all, that stands here; the same place where none does.</summary>
    public int BehindName(int index)
    {
        int i = index;
        while (At(i) is { IsName: true })
        {
            if (At(i + 1) is not { } dot || !dot.Is("."))
            {
                return i + 1;
            }

            i += 2;
        }

        return i;
    }
}

/// <summary>A token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">As it is written.</param>
internal sealed record StatementWord(TokenKind Kind, string Text)
{
    public bool IsName => Kind is TokenKind.Word or TokenKind.QuotedIdentifier;

    /// <summary>True for this bare word, in any case, or this symbol.</summary>
    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Symbol && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The identifier as the catalog has it, or a string's content.</summary>
    public string Value => Kind switch
    {
        TokenKind.QuotedIdentifier when Text[0] == '"' => Text.Substring(1, Text.Length - 2).Replace("\"\"", "\""),
        TokenKind.String when Text[0] == '\'' => Text.Substring(1, Text.Length - 2).Replace("''", "'"),
        TokenKind.Word => Folded(),
        _ => Text,
    };

    // PostgreSQL folds ASCII; what it does to other letters depends on the database's locale, in UTF-8 nothing.
    private string Folded()
    {
        var folded = new StringBuilder(Text.Length);
        foreach (char c in Text)
        {
            folded.Append(c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c);
        }

        return folded.ToString();
    }
}
