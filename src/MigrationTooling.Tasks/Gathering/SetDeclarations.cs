using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>All sets of a project, checked against each other.</summary>
internal static class SetDeclarations
{
    /// <summary>The sets that are there. A missing default directory is a project without migrations yet; a missing named one is an error, since it would guard nothing.</summary>
    public static IReadOnlyList<SetDeclaration> Read(IEnumerable<ITaskItem> items, ProjectDefaults project)
    {
        var all = items.Select(item => SetDeclaration.Read(item, project)).ToList();
        foreach (var missing in all.Where(set => set.IsExplicit && !Directory.Exists(set.FullPath)))
        {
            throw new SetDeclarationException(
                "The migrations directory '" + missing.Settings.Directory + "' does not exist, so nothing is guarded. Create it, or correct MigrationsDirectory or the MigrationSet item.");
        }

        if (all.Count > 1)
        {
            CheckAgainstEachOther(all);
        }

        return all.Where(set => set.IsExplicit || set.Settings.RequireLock || Directory.Exists(set.FullPath)).ToList();
    }

    private static void CheckAgainstEachOther(List<SetDeclaration> all)
    {
        foreach (var twice in all.GroupBy(set => (set.Settings.Namespace, set.Settings.Name)).Where(same => same.Count() > 1))
        {
            throw new SetDeclarationException(
                "Two migration sets are both called '" + twice.Key.Name + "' (" + string.Join(", ", twice.Select(set => set.Settings.Directory)) +
                "); give each MigrationSet item a Name of its own.");
        }

        foreach (var twice in all.GroupBy(set => set.FullPath, RelativePath.Comparer).Where(same => same.Count() > 1))
        {
            throw new SetDeclarationException("The directory '" + twice.First().Settings.Directory + "' is declared as two migration sets; declare it once.");
        }
    }
}
