using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;

namespace MigrationTooling.Cli.Input;

/// <summary>Globs as MSBuild writes them: <c>**</c> any folders, <c>*</c> and <c>?</c> within a name; compared without case.</summary>
internal sealed class FileGlobs
{
    private readonly string[][] _patterns;

    /// <param name="folder">What the patterns are relative to.</param>
    /// <param name="patterns">The globs.</param>
    public FileGlobs(string folder, IEnumerable<string> patterns) =>
        _patterns = patterns.Select(pattern => Segments(Path.GetFullPath(pattern.Replace('\\', '/'), folder))).ToArray();

    /// <summary>True where nothing is named.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    public static FileGlobs None { get; } = new("/", []);

    /// <summary>True where a pattern names this file.</summary>
    /// <param name="path">Absolute.</param>
    public bool Match(string path)
    {
        string[] segments = Segments(path);
        return Array.Exists(_patterns, pattern => Match(pattern, segments));
    }

    private static string[] Segments(string path) => path.Replace('\\', '/').Split('/');

    private static bool Match(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        if (pattern[0] == "**")
        {
            return Match(pattern[1..], path) || (!path.IsEmpty && Match(pattern, path[1..]));
        }

        return !path.IsEmpty
            && IsName(pattern[0], path[0])
            && Match(pattern[1..], path[1..]);
    }

    // An absolute path begins with an empty segment, and .NET's expression matches no empty name.
    private static bool IsName(string pattern, string name) =>
        pattern.Length == 0 ? name.Length == 0 : FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
