using System;
using System.Globalization;
using System.Text;

namespace MigrationTooling.Text;

/// <summary>
/// Writes any text as one word of our line formats (lock, facts, manifest): space, <c>%</c>, comma, <c>=</c> and control
/// characters become <c>%XX</c>; all else, Unicode included, stays readable.
/// </summary>
public static class PercentEncoding
{
    /// <summary>The text as one word; the empty text becomes the empty word.</summary>
    public static string Encode(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        int first = FirstSpecial(text);
        if (first < 0)
        {
            return text;
        }

        var word = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            if (IsSpecial(c))
            {
                word.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                word.Append(c);
            }
        }

        return word.ToString();
    }

    /// <summary>Reads <see cref="Encode"/> back; null where a <c>%</c> is not followed by two hex digits below 80.</summary>
    public static string? Decode(string word)
    {
        if (word is null)
        {
            throw new ArgumentNullException(nameof(word));
        }

        if (word.IndexOf('%') < 0)
        {
            return word;
        }

        var text = new StringBuilder(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] != '%')
            {
                text.Append(word[i]);
                continue;
            }

            if (i + 2 >= word.Length || Hex(word[i + 1]) is not (>= 0 and < 8) || Hex(word[i + 2]) < 0)
            {
                return null;
            }

            text.Append((char)((Hex(word[i + 1]) << 4) | Hex(word[i + 2])));
            i += 2;
        }

        return text.ToString();
    }

    private static int FirstSpecial(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsSpecial(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsSpecial(char c) => c is <= ' ' or '%' or ',' or '=' or '\x7f';

    private static int Hex(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };
}
