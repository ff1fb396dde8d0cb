using System;
using System.Text;

namespace MigrationTooling.Secrets;

/// <summary>
/// Takes secrets out of text that leaves the process: passwords in URLs and connection strings, and password literals in SQL
/// (<c>PASSWORD '…'</c>, <c>password = '…'</c>, <c>IDENTIFIED BY '…'</c>, <c>KEY '…'</c>).
/// </summary>
public static class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    private static readonly string[] Words = ["PASSWORD", "PASSWD", "PWD", "SECRET", "KEY", "REKEY", "BY"];

    /// <summary>A script's text with its password literals masked; the same string where there are none.</summary>
    public static string InSql(string text) => Replace(text, connectionStrings: false);

    /// <summary>A message, URL or connection string with its secrets masked; also unquoted values as in <c>Password=…;</c>.</summary>
    public static string InMessage(string text) => Replace(text, connectionStrings: true);

    private static string Replace(string text, bool connectionStrings)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        StringBuilder? masked = null;
        int copied = 0;
        for (int i = 0; i < text.Length; i++)
        {
            var (start, end) = FindSecret(text, i, connectionStrings);
            if (end <= start)
            {
                continue;
            }

            masked ??= new StringBuilder(text.Length);
            masked.Append(text, copied, start - copied).Append(Mask);
            copied = end;
            i = end - 1;
        }

        return masked is null ? text : masked.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>The range of the secret that what begins at <paramref name="at"/> introduces; an empty one for none.</summary>
    private static (int Start, int End) FindSecret(string text, int at, bool connectionStrings)
    {
        if (text[at] == ':' && string.CompareOrdinal(text, at, "://", 0, 3) == 0)
        {
            return InUrl(text, at + 3);
        }

        if (!char.IsLetter(text[at]) || (at > 0 && IsWord(text[at - 1])))
        {
            return default;
        }

        int end = at;
        while (end < text.Length && IsWord(text[end]))
        {
            end++;
        }

        int word = Array.FindIndex(Words, w => w.Length == end - at && string.Compare(text, at, w, 0, w.Length, StringComparison.OrdinalIgnoreCase) == 0);
        if (word < 0)
        {
            return default;
        }

        int value = SkipSpace(text, end);
        bool assigned = value < text.Length && text[value] == '=';
        value = assigned ? SkipSpace(text, value + 1) : value;
        return Literal(text, value) is var literal && literal.End > literal.Start ? literal
            : connectionStrings && assigned && word < 3 ? Unquoted(text, value)
            : default;
    }

    private static (int Start, int End) InUrl(string text, int start)
    {
        int colon = -1;
        for (int i = start; i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('/' or '?' or '#' or '\'' or '"'); i++)
        {
            if (text[i] == ':' && colon < 0)
            {
                colon = i;
            }
            else if (text[i] == '@' && colon > 0)
            {
                // The last @ before the host ends the password: one that was not percent-encoded is a part of it.
                int end = i;
                for (int j = i + 1; j < text.Length && !char.IsWhiteSpace(text[j]) && text[j] is not ('/' or '?' or '#' or '\'' or '"'); j++)
                {
                    end = text[j] == '@' ? j : end;
                }

                return (colon + 1, end);
            }
        }

        return default;
    }

    private static (int Start, int End) Literal(string text, int at)
    {
        if (at < text.Length && text[at] is 'E' or 'e')
        {
            at++;
        }

        if (at < text.Length && text[at] == '$' && text.IndexOf('$', at + 1) is >= 0 and var tagEnd)
        {
            string tag = text.Substring(at, tagEnd - at + 1);
            int close = text.IndexOf(tag, tagEnd + 1, StringComparison.Ordinal);
            return close > 0 ? (tagEnd + 1, close) : default;
        }

        if (at >= text.Length || text[at] is not ('\'' or '"'))
        {
            return default;
        }

        char quote = text[at];
        int end = at + 1;
        while (end < text.Length && (text[end] != quote || (end + 1 < text.Length && text[end + 1] == quote)))
        {
            end += text[end] == quote ? 2 : 1;
        }

        return (at + 1, end);
    }

    private static (int Start, int End) Unquoted(string text, int at)
    {
        int end = at;
        while (end < text.Length && text[end] is not (';' or '&' or '\'' or '"') && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return (at, end);
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
