using System;
using MigrationTooling.Checksums;
using MigrationTooling.Text;

namespace MigrationTooling.Sql;

/// <summary>
/// Passes over tokens as the rows of an INSERT have them (short strings, numbers, words, commas, parentheses) in one loop, as long as they are
/// whole in memory. It decides nothing: whatever may be more than it seems is left to the lexer.
/// </summary>
internal sealed class PlainTokens
{
    private const int Prefix = TokenHasher.PrefixLength;
    private const int Room = 8 * 1024;
    private const int MostPerCharacter = Prefix + 1;

    private readonly ScriptCursor _cursor;
    private readonly Kind[] _kinds = new Kind[CharTable.Size];
    private byte[]? _unhashed;

    public PlainTokens(ScriptCursor cursor, CharTable table)
    {
        _cursor = cursor;
        for (char c = '\0'; c < CharTable.Size; c++)
        {
            _kinds[c] = table.Class(c) switch
            {
                CharClass.Blank when c != '\v' => Kind.Blank,
                CharClass.Other when c is '(' or ')' or ',' => Kind.Symbol,
                CharClass.Word => Kind.Word,
                CharClass.Digit => Kind.Digit,
                CharClass.Quote => Kind.Quote,
                CharClass.Dash => Kind.Minus,
                _ => Kind.Lexers,
            };
        }
    }

    private enum Kind : byte
    {
        Lexers = 0,
        Blank,
        Symbol,
        Word,
        Digit,
        Quote,
        Minus,
    }

    /// <summary>Passes over plain tokens from the cursor on; it stands behind the last of them then, its place not known.</summary>
    /// <param name="hasher">Takes them; null for nobody.</param>
    /// <param name="words">Whether words are among them.</param>
    public void Pass(TokenHasher? hasher, bool words)
    {
        bool isFull;
        do
        {
            int room = Math.Min(Room, MostPerCharacter * (_cursor.End - _cursor.Position));
            int at = 0;
            byte[] bytes = hasher is null ? _unhashed ??= new byte[Room] : hasher.Room(room, out at);
            int written = Pass(bytes, at, room, words, out isFull);
            hasher?.Wrote(written);
        }
        while (isFull);
    }

    private unsafe int Pass(byte[] bytes, int at, int room, bool words, out bool isFull)
    {
        isFull = false;
        int end = _cursor.End;
        int i = _cursor.Position;
        int written = 0;
        int feeds = 0; // since the last token
        int lineStart = 0;
        fixed (char* text = _cursor.Buffer)
        fixed (byte* first = bytes)
        fixed (Kind* kinds = _kinds)
        {
            byte* target = first + at;
            while (i < end)
            {
                char c = text[i];
                var kind = c < CharTable.Size ? kinds[c] : Kind.Lexers;
                if (kind == Kind.Blank)
                {
                    i++;
                    if (c == '\n')
                    {
                        feeds++;
                        lineStart = i;
                    }

                    continue;
                }

                byte* token = target + written + Prefix;
                int most = Math.Min(end - i, room - written - Prefix);
                int length = kind switch
                {
                    Kind.Symbol => 1,
                    Kind.Digit => NumberLength(text + i, most, kinds),
                    Kind.Quote => StringLength(text + i, most, token, ref feeds, ref lineStart, i),
                    Kind.Word when words => WordLength(text + i, most, kinds),
                    Kind.Minus when most > 1 && text[i + 1] is >= '0' and <= '9' => 1,
                    _ => -1,
                };
                if (length <= 0 || length > most)
                {
                    // With all the room there is, it would be there for the lexer as well.
                    isFull = length != -1 && written > 0 && most < end - i;
                    break;
                }

                if (kind != Kind.Quote)
                {
                    for (int k = 0; k < length; k++)
                    {
                        token[k] = (byte)text[i + k];
                    }
                }

                target[written] = 0;
                target[written + 1] = 0;
                target[written + 2] = (byte)(length >> 8);
                target[written + 3] = (byte)length;
                written += Prefix + length;
                i += length;
                _cursor.Position = i;
                if (feeds > 0)
                {
                    _cursor.BeginLines(feeds, lineStart);
                    feeds = 0;
                }
            }
        }

        return written;
    }

    /// <summary>Digits and dots; 0 where more was needed to see their end, -1 where more than a number may be meant.</summary>
    private static unsafe int NumberLength(char* text, int most, Kind* kinds)
    {
        for (int i = 1; i < most; i++)
        {
            char c = text[i];
            if (c is not ((>= '0' and <= '9') or '.'))
            {
                return c >= CharTable.Size || kinds[c] == Kind.Word ? -1 : i;
            }
        }

        return 0;
    }

    private static unsafe int WordLength(char* text, int most, Kind* kinds)
    {
        for (int i = 1; i < most; i++)
        {
            char c = text[i];
            if (c >= CharTable.Size)
            {
                return -1;
            }

            if (kinds[c] is not (Kind.Word or Kind.Digit) && c != '$')
            {
                // A single letter may belong to the quote behind it.
                return i > 1 ? i : -1;
            }
        }

        return 0;
    }

    /// <summary>Copies a string, for that is all that is left to do with it; 0 where its end is not in sight, -1 where not all of it is ASCII.</summary>
    private static unsafe int StringLength(char* text, int most, byte* target, ref int feeds, ref int lineStart, int start)
    {
        int i = 1;
        int lines = 0;
        int lineAt = 0;
        if (most > 0)
        {
            *target = (byte)'\'';
        }

        while (i < most - 1)
        {
            i += AsciiCopy.UpTo(text + i, most - 1 - i, target + i, '\'', '\n');
            char c = text[i];
            if (c >= CharTable.Size)
            {
                return -1;
            }

            if (i >= most - 1)
            {
                break;
            }

            target[i++] = (byte)c;
            if (c == '\n')
            {
                lines++;
                lineAt = i;
            }
            else if (text[i] != '\'')
            {
                if (lines > 0)
                {
                    feeds += lines;
                    lineStart = start + lineAt;
                }

                return i;
            }
            else
            {
                target[i++] = (byte)'\'';
            }
        }

        return 0;
    }
}
