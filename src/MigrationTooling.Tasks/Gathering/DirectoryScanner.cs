using System;
using System.Collections.Generic;
using System.IO;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>A file of a set: where it is and how the set calls it.</summary>
/// <param name="FullPath">Absolute.</param>
/// <param name="Path">Relative to the migrations directory, <c>/</c> as separator.</param>
internal sealed record FoundFile(string FullPath, string Path);

/// <summary>The scripts below a migrations directory, and its lock, in an order that does not depend on the file system.</summary>
internal static class DirectoryScanner
{
    /// <param name="directory">The migrations directory.</param>
    /// <param name="leftOut">Full paths of files that are excluded and of directories that are sets of their own.</param>
    /// <param name="lockFile">The lock file; null where there is none.</param>
    public static IReadOnlyList<FoundFile> Scan(string directory, ISet<string> leftOut, out FoundFile? lockFile)
    {
        var scripts = new List<FoundFile>();
        Collect(new DirectoryInfo(directory), "", leftOut, scripts);
        scripts.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        string lockPath = System.IO.Path.Combine(directory, LockFile.FileName);
        lockFile = File.Exists(lockPath) ? new FoundFile(lockPath, LockFile.FileName) : null;
        return scripts;
    }

    private static void Collect(DirectoryInfo directory, string prefix, ISet<string> leftOut, List<FoundFile> scripts)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            if (leftOut.Contains(entry.FullName))
            {
                continue;
            }

            if (entry is DirectoryInfo child)
            {
                Collect(child, prefix + child.Name + "/", leftOut, scripts);
            }
            else if (ScriptFiles.IsScript(entry.Name))
            {
                scripts.Add(new FoundFile(entry.FullName, prefix + entry.Name));
            }
        }
    }
}
