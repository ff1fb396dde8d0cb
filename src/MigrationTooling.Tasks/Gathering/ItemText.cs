using System;
using System.Globalization;
using System.Text;
using Microsoft.Build.Utilities;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>MSBuild items from names as they are on disk: an item's spec and metadata are escaped text, in which <c>%</c>, <c>;</c> or <c>*</c> of a file name would mean something else.</summary>
internal static class ItemText
{
    private static readonly char[] Special = ['%', '*', '?', '@', '$', '(', ')', ';', '\''];

    public static TaskItem File(string fullPath) => new(Escape(fullPath));

    public static string Escape(string text)
    {
        if (text.IndexOfAny(Special) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (char c in text)
        {
            if (Array.IndexOf(Special, c) >= 0)
            {
                escaped.Append('%').Append(((int)c).ToString("x2", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
