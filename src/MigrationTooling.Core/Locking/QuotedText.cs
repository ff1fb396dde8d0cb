using System.Globalization;
using System.Text;

namespace MigrationTooling.Locking;

/// <summary>A person's words on a line of the lock: in double quotes, with <c>\"</c>, <c>\\</c>, <c>\n</c> and <c>\uXXXX</c> for other control characters.</summary>
internal static class QuotedText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append(c);
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                default:
                    if (char.IsControl(c))
                    {
                        quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        quoted.Append(c);
                    }

                    break;
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Reads <see cref="Quote"/> back; null where <paramref name="quoted"/> is anything else.</summary>
    public static string? Unquote(string quoted)
    {
        if (quoted.Length < 2 || quoted[0] != '"' || quoted[quoted.Length - 1] != '"')
        {
            return null;
        }

        var text = new StringBuilder(quoted.Length);
        for (int i = 1; i < quoted.Length - 1; i++)
        {
            if (quoted[i] == '"')
            {
                return null;
            }

            if (quoted[i] != '\\')
            {
                text.Append(quoted[i]);
                continue;
            }

            i++;
            if (i == quoted.Length - 1)
            {
                return null;
            }

            if (quoted[i] is '"' or '\\')
            {
                text.Append(quoted[i]);
            }
            else if (quoted[i] == 'n')
            {
                text.Append('\n');
            }
            else if (quoted[i] == 'u'
                && i + 4 < quoted.Length - 1
                && ushort.TryParse(quoted.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                text.Append((char)code);
                i += 4;
            }
            else
            {
                return null;
            }
        }

        return text.ToString();
    }
}
