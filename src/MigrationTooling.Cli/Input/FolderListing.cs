using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Input;

/// <summary>The files below a migrations directory. Nothing is passed over in silence: what can't be listed is an exit-2 failure that names it.</summary>
internal sealed class FolderListing
{
    private const string Extension = ".sql";
    private static readonly string[] LookAlikes = [".psql", ".pgsql", ".plsql", ".ddl", ".dml", ".sqlite", ".sql.txt", ".sql.bak", ".sql.orig", ".sql.j2", ".sql.tmpl"];

    private readonly string _directory;
    private readonly FileGlobs _excluded;
    private readonly List<string> _scripts = [];
    private readonly List<string> _others = [];

    private FolderListing(string directory, FileGlobs excluded)
    {
        _directory = directory;
        _excluded = excluded;
    }

    /// <summary>No files.</summary>
    public static FolderListing Empty { get; } = new("", FileGlobs.None);

    /// <summary>The .sql files, relative to the directory, with <c>/</c>, in ordinal order.</summary>
    public IReadOnlyList<string> Scripts => _scripts;

    /// <summary>Files that look like migrations and are none, because they aren't .sql.</summary>
    public IReadOnlyList<string> NotSql => _others;

    public static FolderListing Read(string directory, FileGlobs excluded)
    {
        var listing = new FolderListing(directory, excluded);
        listing.Walk(directory, "", [RealPath(directory)]);
        listing._scripts.Sort(StringComparer.Ordinal);
        listing._others.Sort(StringComparer.Ordinal);
        return listing;
    }

    private void Walk(string folder, string prefix, List<string> realPaths)
    {
        var folders = new List<string>();
        try
        {
            foreach (var (name, isFolder) in Entries(folder))
            {
                if (isFolder)
                {
                    folders.Add(name);
                }
                else if (_excluded.IsEmpty || !_excluded.Match(Path.Combine(folder, name)))
                {
                    Place(prefix + name, name);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"The directory {folder} can't be read: {e.Message}", "Give this user the right to list it.");
        }

        foreach (string name in folders)
        {
            string path = Path.Combine(folder, name);
            string real = RealPath(path);
            if (realPaths.Contains(real, StringComparer.Ordinal))
            {
                throw CommandFailure.Usage($"The link {path} leads back to {real}: the directory contains itself.", "Remove the link.");
            }

            realPaths.Add(real);
            Walk(path, prefix + name + "/", realPaths);
            realPaths.RemoveAt(realPaths.Count - 1);
        }
    }

    private void Place(string relative, string name)
    {
        if (name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            _scripts.Add(relative);
        }
        else if (LookAlikes.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || (char.IsAsciiDigit(name[0]) && !name.Contains('.', StringComparison.Ordinal)))
        {
            _others.Add(relative);
        }
    }

    private static FileSystemEnumerable<(string Name, bool IsFolder)> Entries(string folder) =>
        new(folder, (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });

    private static string RealPath(string path) =>
        Path.TrimEndingDirectorySeparator(Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
}
