using System.IO;
using MigrationTooling.Checksums;
using MigrationTooling.Text;

namespace MigrationTooling.Sql;

/// <summary>
/// Groups a script's tokens into statements; empty statements are passed over. The one splitter: the facts reader hashes
/// what it passes, the statement reader keeps the text.
/// </summary>
internal sealed class StatementScanner
{
    private readonly SqlLexer _lexer;
    private readonly StatementShape _shape;
    private readonly StringSyntax _strings = new();
    private Unterminated? _openBody;
    private bool _inStatement;
    private bool _copyDataNext;

    public StatementScanner(TextReader script, SqlDialect dialect, TextPlace start)
    {
        _lexer = new SqlLexer(script, dialect, start);
        _shape = new StatementShape(dialect.Rules);
    }

    public ScriptCursor Cursor => _lexer.Cursor;

    /// <summary>True once a comment or a token was seen.</summary>
    public bool SawText => _lexer.SawText;

    /// <summary>True where the current token is its statement's first.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>True where the current token is a bare word.</summary>
    public bool IsWord { get; private set; }

    /// <summary>What the statement that has just ended does to its transaction.</summary>
    public TransactionControl Control => _shape.Control;

    /// <summary>True where COPY data follow the statement that has just ended.</summary>
    public bool HasCopyData => _shape.HasCopyData && _copyDataNext;

    /// <summary>What was left open, known once the script has ended.</summary>
    public Unterminated? Unterminated => _lexer.Unterminated ?? _openBody;

    /// <summary>True while SQLite would have cut what was read into the same statements, in whatever dialect it was read.</summary>
    public bool IsLikeSqlite => _lexer.IsLikeSqlite && !_shape.IsNotSqlite;

    /// <summary>The same of PostgreSQL, and into the same tokens.</summary>
    public bool IsLikePostgreSql => _lexer.IsLikePostgreSql && !_shape.IsNotPostgreSql;

    /// <summary>Reads a piece of the COPY data behind the statement that has just ended, at most so many characters; false at their end.</summary>
    public bool NextCopyPiece(int most)
    {
        BeginCopyData();
        return _lexer.CopyData.Piece(most) == TokenKind.CopyLine;
    }

    /// <summary>Reads on to whatever comes next.</summary>
    public ScanStep Next()
    {
        BeginCopyData();
        while (true)
        {
            TokenKind kind = _lexer.Next();
            switch (kind)
            {
                case TokenKind.Directive:
                    return ScanStep.Directive;
                case TokenKind.CopyLine:
                    return ScanStep.CopyLine;
                case TokenKind.CopyEnd:
                    return ScanStep.CopyEnd;
                case TokenKind.End when _inStatement:
                    _inStatement = false;
                    return ScanStep.StatementEnd;
                case TokenKind.End:
                    return ScanStep.End;
                case TokenKind.Semicolon when !_inStatement:
                    continue;
                case TokenKind.Semicolon when _shape.Semicolon():
                    _inStatement = false;
                    _strings.EndStatement(_shape.Control);
                    _lexer.BackslashEscapes = _strings.BackslashEscapes;
                    _copyDataNext = _shape.HasCopyData;
                    return ScanStep.StatementEnd;
                default:
                    Show(kind);
                    return ScanStep.Token;
            }
        }
    }

    /// <summary>
    /// Passes over the tokens that come next, as far as they are plain and change nothing in how the statement is read; the cursor stands behind
    /// the last of them. Called behind a token.
    /// </summary>
    /// <param name="hasher">Takes them; null for nobody.</param>
    /// <param name="words">Whether words are passed over as well.</param>
    public void PassPlain(TokenHasher? hasher, bool words)
    {
        if (!_shape.IsWatching)
        {
            _lexer.PassPlain(hasher, words);
        }
    }

    /// <summary>Passes over the whole lines of COPY data that are in memory, each a token. Called behind a line.</summary>
    public void PassCopyLines(TokenHasher hasher) => _lexer.CopyData.PassLines(hasher);

    private void BeginCopyData()
    {
        if (_copyDataNext)
        {
            _copyDataNext = false;
            _lexer.CopyData.Begin();
        }
    }

    private void Show(TokenKind kind)
    {
        IsFirst = !_inStatement;
        IsWord = kind == TokenKind.Word;
        if (IsFirst)
        {
            _inStatement = true;
            _shape.Reset();
        }

        if (!_shape.IsWatching || kind == TokenKind.Semicolon)
        {
            return;
        }

        if (IsWord)
        {
            _shape.Word(Keywords.Find(Cursor.Buffer, Cursor.TokenStart, Cursor.TokenLength));
        }
        else
        {
            _shape.Other(Cursor.Buffer[Cursor.TokenStart]);
        }

        if (_shape.IsSetting)
        {
            _strings.Token(Cursor.Buffer, Cursor.TokenStart, Cursor.TokenLength);
        }

        _openBody = _shape.BodyCloser is { } closer ? _openBody ?? new Unterminated(Opening.Body, Cursor.TokenPlace, closer) : null;
    }
}
