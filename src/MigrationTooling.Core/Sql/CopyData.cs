using System;
using MigrationTooling.Checksums;

namespace MigrationTooling.Sql;

/// <summary>Reads the data behind <c>COPY … FROM STDIN;</c> up to the line <c>\.</c>, line by line or in pieces.</summary>
internal sealed class CopyData(ScriptCursor cursor, QuotedTokens quoted)
{
    private bool _atLine; // a line begins at the cursor

    /// <summary>True until the end of the data was read.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The lines from the next one on are data. Called behind the semicolon of their statement.</summary>
    public void Begin()
    {
        IsOpen = true;
        _atLine = true;
        while (cursor.Peek(0) is ' ' or '\t' or '\r')
        {
            cursor.Position++;
        }

        cursor.Forget();
        if (cursor.Peek(0) == '-' && cursor.Peek(1) == '-')
        {
            quoted.LineComment();
        }

        if (cursor.Peek(0) == '\n')
        {
            cursor.Position++;
            cursor.BeginLine(cursor.Position);
        }
    }

    /// <summary>The next line as one token.</summary>
    public TokenKind Line()
    {
        cursor.Forget();
        if (!cursor.HasMore())
        {
            IsOpen = false;
            return TokenKind.CopyEnd;
        }

        cursor.BeginToken();
        do
        {
            int feed = Array.IndexOf(cursor.Buffer, '\n', cursor.Position, cursor.End - cursor.Position);
            cursor.Position = feed < 0 ? cursor.End : feed + 1;
            if (feed >= 0)
            {
                cursor.BeginLine(cursor.Position);
                break;
            }
        }
        while (cursor.Fill());

        int start = cursor.TokenStart;
        bool isLast = cursor.Buffer[start] == '\\' && cursor.TokenLength is 2 or 3 && cursor.Buffer[start + 1] == '.'
            && (cursor.TokenLength == 2 || cursor.Buffer[start + 2] == '\n');
        IsOpen = !isLast;
        return isLast ? TokenKind.CopyEnd : TokenKind.CopyLine;
    }

    /// <summary>Passes over the whole lines that are in memory and hashes each as a token; a line that may be the last one is left to <see cref="Line"/>.</summary>
    public void PassLines(TokenHasher hasher)
    {
        char[] buffer = cursor.Buffer;
        int end = cursor.End;
        int from = cursor.Position;
        int lines = 0;
        while (from < end && buffer[from] != '\\')
        {
            int feed = Array.IndexOf(buffer, '\n', from, end - from);
            if (feed < 0)
            {
                break;
            }

            hasher.Append(buffer, from, feed + 1 - from);
            from = feed + 1;
            lines++;
        }

        if (lines > 0)
        {
            cursor.Position = from;
            cursor.BeginLines(lines, from);
        }
    }

    /// <summary>
    /// As much of the data as is in memory, lines or parts of them, as one token. Their end is known by the line that it stands on, so nothing
    /// is given out that might be the beginning of that line.
    /// </summary>
    /// <param name="most">At most so many characters.</param>
    public TokenKind Piece(int most)
    {
        cursor.Forget();
        if (!IsOpen || !cursor.HasMore())
        {
            IsOpen = false;
            return TokenKind.CopyEnd;
        }

        cursor.BeginToken();
        if (_atLine && cursor.Peek(0) == '\\' && cursor.Peek(1) == '.' && (cursor.Peek(2) == '\n' || cursor.Position + 2 == cursor.End))
        {
            return Line();
        }

        if (char.IsHighSurrogate(cursor.Buffer[cursor.Position]))
        {
            _ = cursor.Peek(1); // a piece never ends between the two
        }

        char[] buffer = cursor.Buffer;
        int start = cursor.Position;
        int stop = Math.Min(cursor.End, start + most);
        for (int i = Find('\\', start + 1); i >= 0; i = Find('\\', i + 1))
        {
            if (buffer[i - 1] == '\n' && (i + 1 == stop || buffer[i + 1] == '.'))
            {
                stop = i;
            }
        }

        stop -= stop - start > 1 && char.IsHighSurrogate(buffer[stop - 1]) ? 1 : 0;
        for (int feed = Find('\n', start); feed >= 0; feed = Find('\n', feed + 1))
        {
            cursor.BeginLine(feed + 1);
        }

        cursor.Position = stop;
        _atLine = buffer[stop - 1] == '\n';
        return TokenKind.CopyLine;

        int Find(char c, int from) => from >= stop ? -1 : Array.IndexOf(buffer, c, from, stop - from);
    }
}
