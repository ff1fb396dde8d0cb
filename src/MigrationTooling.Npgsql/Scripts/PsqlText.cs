using System;
using System.Text;

namespace MigrationTooling.Npgsql.Scripts;

/// <summary>
/// A statement as psql has to be given it, so that the server gets it unchanged. Outside of quotes psql puts its variables in behind a
/// colon, also where an array slice or an operator is meant, and splits at semicolons by rules of its own: a backslash before either keeps it.
/// </summary>
internal sealed class PsqlText
{
    private readonly StringBuilder _text = new();
    private readonly string _statement;
    private bool _backslashEscapes;
    private int _position;
    private int _depth;
    private bool _hasBody;

    private PsqlText(string statement, bool backslashEscapes)
    {
        _statement = statement;
        _backslashEscapes = backslashEscapes;
    }

    /// <summary>The statement and what sends it.</summary>
    /// <param name="statement">Without the semicolon that ends it.</param>
    /// <param name="backslashEscapes">True while a backslash escapes in plain strings.</param>
    /// <exception cref="FormatException">It holds a backslash outside of quotes, which psql would take for a command of its own.</exception>
    public static string Sent(string statement, bool backslashEscapes)
    {
        var text = new PsqlText(statement, backslashEscapes);
        string given = text.Read();

        // What psql would still take for open at a semicolon is sent by command.
        return given + (text._depth == 0 && !text._hasBody ? ";\n" : "\n\\g\n");
    }

    /// <summary>The statement alone.</summary>
    public static string Of(string statement, bool backslashEscapes) => new PsqlText(statement, backslashEscapes).Read();

    private char Next => _position + 1 < _statement.Length ? _statement[_position + 1] : '\0';

    private string Read()
    {
        while (_position < _statement.Length)
        {
            char c = _statement[_position];
            switch (c)
            {
                case '\'':
                    Quoted('\'', _backslashEscapes);
                    break;
                case '"':
                    Quoted('"', escapes: false);
                    break;
                case '$' when DollarTag() is { } tag:
                    Take(_statement.IndexOf(tag, _position + tag.Length, StringComparison.Ordinal) is var end and >= 0 ? end + tag.Length : _statement.Length);
                    break;
                case '-' when Next == '-':
                    Take(_statement.IndexOf('\n', _position) is var feed and >= 0 ? feed : _statement.Length);
                    break;
                case '/' when Next == '*':
                    BlockComment();
                    break;
                case ':' when Next is ':' or '=':
                    Take(_position + 2);
                    break;
                case ':' or ';':
                    _text.Append('\\');
                    Take(_position + 1);
                    break;
                case '\\':
                    throw new FormatException("A backslash outside of quotes is a command of psql.");
                default:
                    WordOrSymbol(c);
                    break;
            }
        }

        return _text.ToString();
    }

    private void WordOrSymbol(char c)
    {
        if (!IsWordStart(c))
        {
            _depth += c switch { '(' => 1, ')' => -1, _ => 0 };
            Take(_position + 1);
            return;
        }

        int end = _position + 1;
        while (end < _statement.Length && (IsWordStart(_statement[end]) || char.IsAsciiDigit(_statement[end]) || _statement[end] == '$'))
        {
            end++;
        }

        var word = _statement.AsSpan(_position, end - _position);
        _hasBody |= word.Equals("BEGIN", StringComparison.OrdinalIgnoreCase);
        bool escapes = word is "e" or "E" || (_backslashEscapes && word is "n" or "N");
        Take(end);
        if (escapes && end < _statement.Length && _statement[end] == '\'')
        {
            Quoted('\'', escapes: true);
        }
    }

    // For the server a string goes on, with the same escapes, behind white space that holds a line break. psql, which reads line by line, takes
    // the next part for a string of its own, without escapes.
    private void Quoted(char quote, bool escapes, bool isContinued = false)
    {
        int end = _position + 1;
        while (end < _statement.Length && _statement[end] != quote)
        {
            end += escapes && _statement[end] == '\\' ? 2 : 1;
            if (isContinued && end <= _statement.Length && _statement[end - 1] == quote)
            {
                throw new FormatException("psql can't read a string with escapes that goes on in another line with an escaped quote; write it in one line.");
            }
        }

        Take(Math.Min(end + 1, _statement.Length));
        int next = _position;
        while (next < _statement.Length && char.IsWhiteSpace(_statement[next]))
        {
            next++;
        }

        if (escapes && next < _statement.Length && _statement[next] == quote && (next == _position || _statement.AsSpan(_position, next - _position).Contains('\n')))
        {
            bool isInAnotherLine = next > _position;
            Take(next);
            Quoted(quote, escapes, isContinued || isInAnotherLine);
        }
    }

    private string? DollarTag()
    {
        int end = _position + 1;
        while (end < _statement.Length && (IsWordStart(_statement[end]) || (end > _position + 1 && char.IsAsciiDigit(_statement[end]))))
        {
            end++;
        }

        return end < _statement.Length && _statement[end] == '$' ? _statement[_position..(end + 1)] : null;
    }

    private void BlockComment()
    {
        int end = _position + 2;
        for (int depth = 1; depth > 0 && end < _statement.Length; end++)
        {
            if (_statement[end] is '/' or '*' && end + 1 < _statement.Length && _statement[end + 1] == (_statement[end] == '/' ? '*' : '/'))
            {
                depth += _statement[end] == '/' ? 1 : -1;
                end++;
            }
        }

        Take(end);
    }

    private void Take(int end)
    {
        _text.Append(_statement, _position, end - _position);
        _position = end;
    }

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c is '_' or >= '\u0080';
}
