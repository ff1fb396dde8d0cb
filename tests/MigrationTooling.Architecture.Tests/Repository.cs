using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MigrationTooling.Architecture.Tests;

/// <summary>The work tree these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", ".git", ".vs", ".idea", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <summary>Files below <paramref name="folder"/> that people wrote, relative to the root, with <c>/</c>.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string start = Path.Combine(Root, folder);
        return Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(Generated).Any())
            .Order(StringComparer.Ordinal);
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MigrationTooling.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No MigrationTooling.sln above {AppContext.BaseDirectory}.");
    }
}
