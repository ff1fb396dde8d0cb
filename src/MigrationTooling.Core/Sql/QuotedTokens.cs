using System;

namespace MigrationTooling.Sql;

/// <summary>Finds the end of what is quoted or commented. The first thing left open at the script's end is remembered.</summary>
internal sealed class QuotedTokens(ScriptCursor cursor, LexicalRules rules)
{
    public Unterminated? Unterminated { get; private set; }

    /// <summary>True once a comment was met that SQLite ends at another place.</summary>
    public bool IsNotSqlite { get; private set; }

    /// <summary>Passes over a quoted text whose opening quote stands at the cursor; a doubled quote does not close it.</summary>
    public void Quoted(char close, bool escapes, Opening opening)
    {
        cursor.Position++;
        while (cursor.HasMore())
        {
            char c = Next(close, escapes ? '\\' : close);
            if (c == '\\' && escapes)
            {
                if (cursor.HasMore())
                {
                    Step();
                }
            }
            else if (c == close)
            {
                if (close == ']' || cursor.Peek(0) != close)
                {
                    return;
                }

                cursor.Position++;
            }
        }

        Leave(opening, close.ToString());
    }

    /// <summary>Passes over a dollar-quoted text if one opens at the cursor.</summary>
    public bool DollarQuoted()
    {
        int length = DelimiterLength();
        if (length == 0)
        {
            return false;
        }

        cursor.Position += length;
        while (cursor.HasMore())
        {
            if (Next('$', '$') == '$' && ClosesDelimiter(length))
            {
                return true;
            }
        }

        Leave(Opening.DollarQuote, new string(cursor.Buffer, cursor.TokenStart, length));
        return true;
    }

    /// <summary>Passes over a block comment that opens at the cursor.</summary>
    public void BlockComment()
    {
        cursor.Position += 2;
        int depth = 1;
        while (cursor.HasMore())
        {
            cursor.Forget();
            char c = Next('*', '/');
            if (c == '*' && cursor.Peek(0) == '/')
            {
                cursor.Position++;
                if (--depth == 0)
                {
                    return;
                }
            }
            else if (c == '/' && rules.NestedComments && cursor.Peek(0) == '*')
            {
                cursor.Position++;
                depth++;
                IsNotSqlite = true;
            }
        }

        Leave(Opening.Comment, "*/");
    }

    /// <summary>Passes over a line comment, its line feed excluded.</summary>
    public void LineComment()
    {
        do
        {
            int feed = Array.IndexOf(cursor.Buffer, '\n', cursor.Position, cursor.End - cursor.Position);
            int end = feed < 0 ? cursor.End : feed;
            if (rules.CarriageReturnEndsComment)
            {
                int carriageReturn = Array.IndexOf(cursor.Buffer, '\r', cursor.Position, end - cursor.Position);
                end = carriageReturn < 0 ? end : carriageReturn;
                IsNotSqlite |= carriageReturn >= 0;
            }

            cursor.Position = end;
        }
        while (cursor.Position == cursor.End && cursor.Fill());
    }

    /// <summary>Something opened at the current token's start and was never closed.</summary>
    private void Leave(Opening opening, string closer) => Unterminated ??= new Unterminated(opening, cursor.TokenPlace, closer);

    /// <summary>Passes over everything up to and including one of two characters, and gives it; something else where the buffer ended first.</summary>
    private char Next(char one, char other)
    {
        char[] buffer = cursor.Buffer;
        int end = cursor.End;
        int i = cursor.Position;
        char c = '\0';
        while (i < end)
        {
            c = buffer[i++];
            if (c == one || c == other)
            {
                break;
            }

            if (c == '\n')
            {
                cursor.BeginLine(i);
            }
        }

        cursor.Position = i;
        return c;
    }

    private void Step()
    {
        if (cursor.Buffer[cursor.Position++] == '\n')
        {
            cursor.BeginLine(cursor.Position);
        }
    }

    /// <summary>The length of <c>$tag$</c> at the cursor; 0 where there is none.</summary>
    private int DelimiterLength()
    {
        for (int length = 1; ; length++)
        {
            char c = cursor.Peek(length);
            if (c == '$')
            {
                return length + 1;
            }

            bool isTag = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or >= (char)CharTable.Size
                || (c is >= '0' and <= '9' && length > 1);
            if (!isTag)
            {
                return 0;
            }
        }
    }

    /// <summary>True where the dollar just passed begins the delimiter again, which is then passed too.</summary>
    private bool ClosesDelimiter(int length)
    {
        for (int i = 1; i < length; i++)
        {
            if (cursor.Peek(i - 1) != cursor.Buffer[cursor.TokenStart + i])
            {
                return false;
            }
        }

        cursor.Position += length - 1;
        return true;
    }
}
