using System;

namespace MigrationTooling.Cli.Input;

/// <summary>Puts a property into a project's text without touching anything else of it: comments, spaces and line ends stay.</summary>
internal static class ProjectEdit
{
    /// <summary>The text with the property added to its first unconditional property group; null where there is no place for it.</summary>
    public static string? AddProperty(string text, string name, string value)
    {
        const string Open = "<PropertyGroup>";
        int group = text.IndexOf(Open, StringComparison.Ordinal);
        int close = group < 0 ? -1 : text.IndexOf("</PropertyGroup>", group, StringComparison.Ordinal);
        if (close < 0)
        {
            return null;
        }

        string newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        int lineStart = text.LastIndexOf('\n', close) + 1;
        string indent = text[lineStart..close];
        if (indent.Trim().Length > 0)
        {
            // The group stands on one line.
            return text.Insert(close, $"<{name}>{value}</{name}>");
        }

        string child = ChildIndent(text[(group + Open.Length)..close]) ?? indent + "  ";
        return text.Insert(lineStart, $"{child}<{name}>{value}</{name}>{newLine}");
    }

    private static string? ChildIndent(string body)
    {
        int element = body.IndexOf('<', StringComparison.Ordinal);
        return element < 0 ? null : body[(body.LastIndexOf('\n', element) + 1)..element];
    }
}
