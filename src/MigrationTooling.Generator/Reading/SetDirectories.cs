using System;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Reading;

/// <summary>Where the sets lie, absolute, each with a <c>/</c> at its end; by set number.</summary>
internal sealed record SetDirectories(EquatableList<string> Prefixes)
{
    public static SetDirectories Of(ProjectFacts? project) =>
        new((project?.File.Sets ?? EquatableList<SetFacts>.Empty).Select(set => Prefix(project!, set.Settings)).ToEquatableList());

    /// <summary>The set a file belongs to, which is the innermost one around it, and the file's path within; -1 where there is none.</summary>
    public int Find(string path, out string relative)
    {
        string full = SlashPath.Of(path);
        int found = -1;
        for (int i = 0; i < Prefixes.Count; i++)
        {
            if (full.StartsWith(Prefixes[i], StringComparison.Ordinal) && (found < 0 || Prefixes[i].Length > Prefixes[found].Length))
            {
                found = i;
            }
        }

        relative = found < 0 ? "" : full.Substring(Prefixes[found].Length);
        return found;
    }

    private static string Prefix(ProjectFacts project, SetSettings settings) => SlashPath.Combine(project.Root, settings.Directory, "").TrimEnd('/') + "/";
}
