using System;
using System.IO;
using System.Linq;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>The way from one directory to another, so that what is written into obj names no machine.</summary>
internal static class RelativePath
{
    /// <summary>How the file system of this machine usually compares names.</summary>
    public static StringComparer Comparer { get; } =
        Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>With <c>/</c> as separator and <c>.</c> for the same directory; the full path where there is no way (another drive).</summary>
    public static string From(string fromDirectory, string toPath)
    {
        string[] from = Segments(fromDirectory);
        string[] to = Segments(toPath);
        int shared = 0;
        while (shared < from.Length && shared < to.Length && Comparer.Equals(from[shared], to[shared]))
        {
            shared++;
        }

        if (shared == 0)
        {
            return string.Join("/", to);
        }

        string[] way = Enumerable.Repeat("..", from.Length - shared).Concat(to.Skip(shared)).ToArray();
        return way.Length == 0 ? "." : string.Join("/", way);
    }

    private static string[] Segments(string path) =>
        Path.GetFullPath(path)
            .TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)
            .Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
}
