using System.IO;
using MigrationTooling.Checksums;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling.Sql;

/// <summary>
/// Cuts a script into tokens while it is read. Comments and white space are passed over, all but the comments that speak
/// to a migration tool. A token is the range of <see cref="Cursor"/>'s buffer from its token start to its position.
/// </summary>
internal sealed class SqlLexer
{
    private readonly LexicalRules _rules;
    private readonly CharTable _table;
    private readonly QuotedTokens _quoted;
    private readonly OperatorToken _operators;
    private readonly PlainTokens _plain;
    private bool _isNotSqlite;
    private bool _escapesContinue; // the last token is a string whose escapes hold in its continuation
    private bool _lineBroken; // and a line break came since

    public SqlLexer(TextReader script, SqlDialect dialect, TextPlace start)
    {
        _rules = dialect.Rules;
        _table = dialect.Table;
        Cursor = new ScriptCursor(script, start);
        _quoted = new QuotedTokens(Cursor, _rules);
        _operators = new OperatorToken(Cursor, _rules);
        _plain = new PlainTokens(Cursor, _table);
        CopyData = new CopyData(Cursor, _quoted);
    }

    public ScriptCursor Cursor { get; }

    /// <summary>The data behind a COPY; while it is open, they are what is read next.</summary>
    public CopyData CopyData { get; }

    /// <summary>True once a comment or a token was seen.</summary>
    public bool SawText { get; private set; }

    /// <summary>A backslash escapes in plain strings too.</summary>
    public bool BackslashEscapes { get; set; }

    /// <summary>The first thing that was left open.</summary>
    public Unterminated? Unterminated => _quoted.Unterminated;

    /// <summary>
    /// True while SQLite's own rules would have ended every comment and every quoted text at the same places as these rules did, so that
    /// statements end where SQLite ends them. Says no too early rather than too late.
    /// </summary>
    public bool IsLikeSqlite => !_isNotSqlite && !_quoted.IsNotSqlite;

    /// <summary>True while PostgreSQL would have read the same tokens, in whatever dialect they were read: a backtick quotes nothing there.</summary>
    public bool IsLikePostgreSql { get; private set; } = true;

    /// <summary>Reads the next token.</summary>
    public TokenKind Next()
    {
        if (CopyData.IsOpen)
        {
            return CopyData.Line();
        }

        while (true)
        {
            Cursor.Forget();
            if (!Cursor.HasMore())
            {
                return TokenKind.End;
            }

            CharClass first = _table.Class(Cursor.Buffer[Cursor.Position]);
            if (first == CharClass.Blank)
            {
                SkipBlanks();
                continue;
            }

            SawText = true;
            Cursor.BeginToken();
            if (first == CharClass.Dash && Cursor.Peek(1) == '-')
            {
                _quoted.LineComment();
                if (DirectiveComment.Is(Cursor.Buffer, Cursor.TokenStart, Cursor.TokenLength))
                {
                    return TokenKind.Directive;
                }
            }
            else if (first == CharClass.Slash && Cursor.Peek(1) == '*')
            {
                _quoted.BlockComment();
                _escapesContinue = false;
            }
            else
            {
                return Token(first);
            }
        }
    }

    /// <summary>Passes over what comes next as far as it is plain; see <see cref="PlainTokens"/>.</summary>
    public void PassPlain(TokenHasher? hasher, bool words)
    {
        if (!BackslashEscapes && !_escapesContinue)
        {
            _plain.Pass(hasher, words);
        }
    }

    private TokenKind Token(CharClass first)
    {
        bool continuesEscapes = _escapesContinue && _lineBroken;
        _escapesContinue = false;
        switch (first)
        {
            case CharClass.Word:
                return WordOrPrefixed();
            case CharClass.Digit:
                return Number();
            case CharClass.Dot when Cursor.Peek(1) is >= '0' and <= '9':
                return Number();
            case CharClass.Quote:
                return QuotedString(continuesEscapes || BackslashEscapes);
            case CharClass.DoubleQuote:
                return Quoted('"');
            case CharClass.Backtick:
                IsLikePostgreSql = false;
                return Quoted('`');
            case CharClass.Bracket:
                return Quoted(']');
            case CharClass.Dollar:
                return Dollar();
            case CharClass.Semicolon:
                Cursor.Position++;
                return TokenKind.Semicolon;
            case CharClass.Dash or CharClass.Slash or CharClass.Operator or CharClass.Dot:
                _operators.Skip();
                return TokenKind.Symbol;
            default:
                // To SQLite a bracket quotes a name.
                _isNotSqlite |= Cursor.Buffer[Cursor.Position] == '[';
                Cursor.Position++;
                return TokenKind.Symbol;
        }
    }

    private TokenKind WordOrPrefixed()
    {
        Cursor.Position++;
        Cursor.SkipWhile(_table, CharParts.Word);
        if (Cursor.TokenLength != 1)
        {
            return TokenKind.Word;
        }

        char next = Cursor.Peek(0);
        char letter = Cursor.Buffer[Cursor.TokenStart];
        if (next == '\'' && _rules.StringPrefixes.IndexOf(letter) >= 0)
        {
            _isNotSqlite |= letter is not ('x' or 'X');
            return QuotedString(_rules.EscapePrefixes.IndexOf(letter) >= 0 || (BackslashEscapes && letter is 'n' or 'N'));
        }

        if (_rules.UnicodePrefix && next == '&' && letter is 'u' or 'U' && Cursor.Peek(1) is '\'' or '"')
        {
            _isNotSqlite = true;
            Cursor.Position++;
            return Cursor.Peek(0) == '"' ? Quoted('"') : QuotedString(escapes: false);
        }

        return TokenKind.Word;
    }

    private TokenKind QuotedString(bool escapes)
    {
        _quoted.Quoted('\'', escapes, Opening.Literal);
        _escapesContinue = escapes && _rules.StringContinuation;
        _lineBroken = false;
        return TokenKind.String;
    }

    private TokenKind Quoted(char close)
    {
        _quoted.Quoted(close, escapes: false, Opening.QuotedIdentifier);
        return TokenKind.QuotedIdentifier;
    }

    private TokenKind Dollar()
    {
        _isNotSqlite = true;
        if (_quoted.DollarQuoted())
        {
            return TokenKind.String;
        }

        Cursor.Position++;
        Cursor.SkipWhile(_table, CharParts.Digits);
        return TokenKind.Symbol;
    }

    private TokenKind Number()
    {
        Cursor.Position++;
        Cursor.SkipWhile(_table, CharParts.Number);
        bool isHex = Cursor.TokenLength > 1 && Cursor.Buffer[Cursor.TokenStart + 1] is 'x' or 'X';
        bool hasExponent = Cursor.Buffer[Cursor.Position - 1] is 'e' or 'E';
        if (hasExponent && !isHex && Cursor.Peek(0) is '+' or '-' && Cursor.Peek(1) is >= '0' and <= '9')
        {
            Cursor.Position++;
            Cursor.SkipWhile(_table, CharParts.Number);
        }

        if (Cursor.Buffer[Cursor.Position - 1] is not ((>= '0' and <= '9') or '.'))
        {
            // A number that runs into a name is an error to every engine; no dollar quote begins inside the name.
            Cursor.SkipWhile(_table, CharParts.Word);
        }

        return TokenKind.Number;
    }

    private void SkipBlanks()
    {
        do
        {
            char[] buffer = Cursor.Buffer;
            int end = Cursor.End;
            int i = Cursor.Position;
            for (; i < end && _table.Class(buffer[i]) == CharClass.Blank; i++)
            {
                if (buffer[i] == '\n')
                {
                    Cursor.BeginLine(i + 1);
                    _lineBroken = true;
                }
                else if (buffer[i] == '\v')
                {
                    _isNotSqlite = true;
                }

                _lineBroken |= buffer[i] == '\r';
            }

            Cursor.Position = i;
            Cursor.Forget();
        }
        while (Cursor.Position == Cursor.End && Cursor.Fill());
    }
}
