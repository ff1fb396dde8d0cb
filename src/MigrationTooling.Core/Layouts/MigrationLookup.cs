using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Layouts;

/// <summary>Finds the migration a person means.</summary>
public static class MigrationLookup
{
    /// <summary>The migration with the id <paramref name="text"/>, else the one whose version it is (<c>7</c> finds <c>007_add_users</c>); null where there is none or several.</summary>
    public static MigrationFacts? Find(IReadOnlyList<MigrationFacts> migrations, string text)
    {
        if (migrations.FirstOrDefault(m => string.Equals(m.Id, text, StringComparison.Ordinal)) is { } exact)
        {
            return exact;
        }

        if (VersionReader.Read(text) is not (var version, ""))
        {
            return null;
        }

        var found = migrations.Where(m => m.Version == version).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }
}
