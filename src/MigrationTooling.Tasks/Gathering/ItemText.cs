using System.Globalization;
using System.Text;
using Microsoft.Build.Utilities;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>MSBuild items from names as they are on disk: an item's spec and metadata are escaped text, in which <c>%</c>, <c>;</c> or <c>*</c> of a file name would mean something else.</summary>
internal static class ItemText
{
    private const string Special = "%*?@$();'";

    public static TaskItem File(string fullPath) => new(Escape(fullPath));

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (char c in text)
        {
            if (Special.IndexOf(c) >= 0)
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
