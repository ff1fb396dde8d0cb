using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Locking;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// The lines of <c>.gitattributes</c> that keep checksums equal on every system. The lock stays with git's ordinary text merge: two branches that lock
/// at once are meant to conflict there.
/// </summary>
internal static class GitAttributes
{
    public const string FileName = ".gitattributes";

    private static readonly string[] Patterns = ["*.sql", LockFile.FileName];

    /// <summary>The lines still missing; a pattern that has any line of its own is the user's business.</summary>
    public static IReadOnlyList<string> Missing(string text)
    {
        var known = text.Split('\n').Select(line => line.TrimStart().Split([' ', '\t', '\r'], 2)[0]).ToHashSet(StringComparer.Ordinal);
        return Patterns.Where(pattern => !known.Contains(pattern)).Select(pattern => pattern + " text eol=lf").ToArray();
    }

    /// <summary>The text with the missing lines at its end, in the file's own line ends.</summary>
    public static string Append(string text, IEnumerable<string> lines)
    {
        string newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string start = text.Length == 0 || text.EndsWith('\n') ? text : text + newLine;
        return start + string.Concat(lines.Select(line => line + newLine));
    }
}
