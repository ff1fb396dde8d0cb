using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Locking;

/// <summary>Where a migration's files go when it gets another id.</summary>
public static class FileMoves
{
    /// <summary>One move for each of its files; the layout stays.</summary>
    public static EquatableList<FileMove> For(MigrationFacts migration, string newId) =>
        For(migration.Scripts.Select(script => script.Path), migration.Id, newId);

    /// <summary>One move for each of the paths, all of them of <paramref name="oldId"/>.</summary>
    public static EquatableList<FileMove> For(IEnumerable<string> paths, string oldId, string newId) =>
        paths
            .Distinct(StringComparer.Ordinal)
            .Select(path => new FileMove(path, Target(path, oldId, newId)))
            .ToEquatableList();

    private static string Target(string path, string oldId, string newId)
    {
        var name = FileNameParser.Parse(path);
        int file = path.LastIndexOf('/') + 1;
        if (name.Layout == MigrationLayout.Folder)
        {
            return path.Substring(0, file - 1 - oldId.Length) + newId + path.Substring(file - 1);
        }

        if (name.IsUndo)
        {
            int versionEnd = VersionReader.Scan(newId, []);
            int ownEnd = VersionReader.Scan(name.Id.Substring(1), []) + 1;
            return path.Substring(0, file) + "U" + newId.Substring(1, versionEnd - 1) + path.Substring(file + ownEnd);
        }

        return path.Substring(0, file) + newId + path.Substring(file + oldId.Length);
    }
}
