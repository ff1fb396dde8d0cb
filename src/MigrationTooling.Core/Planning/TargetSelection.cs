using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Planning;

/// <summary>Cuts the pending list at a target or after a number of steps. A target nobody knows is an error, never "all" or "nothing".</summary>
internal static class TargetSelection
{
    public static (IReadOnlyList<PlannedMigration> ToRun, string? Problem) Select(
        MigrationManifest manifest, IReadOnlyList<PlannedMigration> pending, string? target, int? steps)
    {
        if (target is not null && steps is not null)
        {
            return ([], "Give a target or a number of steps, not both.");
        }

        if (steps is { } count)
        {
            return count > 0 ? (pending.Take(count).ToArray(), null) : ([], $"The number of steps must be at least 1, not {count}.");
        }

        if (target is null)
        {
            return (pending, null);
        }

        var found = Resolve(manifest, target, out string? problem);
        if (found is null)
        {
            return ([], problem);
        }

        // The pending list is in manifest order, so it ends where the manifest passes the target.
        var upToTarget = new HashSet<string>(manifest.TakeWhile(m => m.Id != found.Id).Select(m => m.Id), StringComparer.Ordinal) { found.Id };
        return (pending.TakeWhile(p => upToTarget.Contains(p.Migration.Id)).ToArray(), null);
    }

    /// <summary>The migration a person means by an id, a former id or a version; else why there is none.</summary>
    public static Migration? Resolve(MigrationManifest manifest, string target, out string? problem)
    {
        problem = null;
        if (manifest.Find(target) is { } exact)
        {
            return exact;
        }

        var byVersion = manifest.Where(m => m.Version.Components.Count > 0 && IsVersion(m, target)).ToArray();
        if (byVersion.Length == 1)
        {
            return byVersion[0];
        }

        problem = byVersion.Length > 1
            ? $"The target '{target}' fits several migrations: {string.Join(", ", byVersion.Select(m => m.Id))}."
            : $"No migration '{target}' is known." + Nearest(manifest, target);
        return null;
    }

    private static bool IsVersion(Migration migration, string target) =>
        target.Split('.', '_') is var components
        && components.All(c => c.Length > 0 && c.All(digit => digit is >= '0' and <= '9'))
        && migration.Version.Equals(new Model.MigrationVersion(components));

    private static string Nearest(MigrationManifest manifest, string target)
    {
        var nearest = manifest
            .Select(m => (m.Id, Distance: m.Id.StartsWith(target, StringComparison.OrdinalIgnoreCase) || m.Name == target ? 0 : EditDistance(m.Id, target)))
            .OrderBy(m => m.Distance)
            .FirstOrDefault();
        return nearest.Id is not null && nearest.Distance <= Math.Max(2, target.Length / 3) ? $" Did you mean '{nearest.Id}'?" : "";
    }

    private static int EditDistance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (int i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = previous[j - 1] + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
