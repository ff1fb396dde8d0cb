using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>Which applied migrations a request means, newest first. A target nobody knows is an error, never "one" or "all".</summary>
internal static class RollbackSelection
{
    public static (IReadOnlyList<AppliedMigration> Selected, string? Problem) Select(RollbackRequest request, IReadOnlyList<AppliedMigration> applied)
    {
        int ways = (request.Target is null ? 0 : 1) + (request.Steps is null ? 0 : 1) + (request.All ? 1 : 0) + (request.Only is null ? 0 : 1);
        if (ways > 1)
        {
            return ([], "Give a target, a number of steps or all, not several of them.");
        }

        if (request.Steps is < 1)
        {
            return ([], $"The number of steps must be at least 1, not {request.Steps}.");
        }

        if ((request.Target ?? request.Only) is not { } name)
        {
            return (request.All ? applied : applied.Take(request.Steps ?? 1).ToArray(), null);
        }

        var (found, problem) = Find(request, applied, name);
        return found is null ? ([], problem)
            : request.Only is not null ? ([found], null)
            : found.Row.IsPartlyRolledBack ? ([], $"'{found.Row.Id}' is half taken back and can't stay; dotnet migrate down ends its rollback.")
            : (applied.Where(a => a.Row.Sequence > found.Row.Sequence || a.Row.IsPartlyRolledBack).ToArray(), null);
    }

    private static (AppliedMigration? Found, string? Problem) Find(RollbackRequest request, IReadOnlyList<AppliedMigration> applied, string name)
    {
        if (applied.FirstOrDefault(a => a.Row.Id == name) is { } exact)
        {
            return (exact, null);
        }

        if (applied.FirstOrDefault(a => a.Row.FormerIds.Contains(name) || a.Migration?.Aliases.Contains(name) == true) is { } former)
        {
            return (former, null);
        }

        var migration = TargetSelection.Resolve(request.Manifest, name, out string? problem);
        if (migration is not null)
        {
            var known = applied.FirstOrDefault(a => a.Migration?.Id == migration.Id);
            return (known, known is null ? $"'{migration.Id}' is not applied to this database." : null);
        }

        // A version of a migration that only the database knows.
        var byVersion = applied.Where(a => a.Migration is null && IsVersion(a.Row.Id, name)).ToArray();
        return byVersion.Length == 1 ? (byVersion[0], null) : (null, problem);
    }

    private static bool IsVersion(string id, string text) =>
        text.Split('.', '_') is var components
        && components.All(c => c.Length > 0 && c.All(digit => digit is >= '0' and <= '9'))
        && VersionReader.Read(id)?.Version.Equals(new MigrationVersion(components)) == true;
}

/// <summary>A row that counts as applied, or that is half taken back, with the manifest's entry where there is one.</summary>
internal sealed record AppliedMigration(HistoryRow Row, Migration? Migration);
