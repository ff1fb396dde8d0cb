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

    /// <summary>A file that is embedded under this name. A culture in its name is a part of that, and makes it no satellite's.</summary>
    public static TaskItem Resource(string path, string name)
    {
        var item = File(path);
        item.SetMetadata("LogicalName", Escape(name));
        item.SetMetadata("Type", "Non-Resx");
        item.SetMetadata("WithCulture", "false");
        return item;
    }

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
