using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Locking;

/// <summary>Freezes migrations into entries.</summary>
internal static class LockEntryMaker
{
    public static LockEntry Freeze(MigrationFacts migration, string? after, bool outOfOrder = false) =>
        new(migration.Id, Scripts(migration), after, EquatableList<string>.Empty, outOfOrder, Line: 0);

    /// <summary>The checksums of a migration's scripts, generic first.</summary>
    public static EquatableList<LockedScript> Scripts(MigrationFacts migration) =>
        migration.Scripts
            .Select(script => script.Variant)
            .Distinct()
            .OrderBy(variant => variant is { } dialect ? (int)dialect : -1)
            .Select(variant => Script(migration.Scripts, variant))
            .ToEquatableList();

    private static LockedScript Script(IReadOnlyList<ScriptFacts> scripts, Dialect? variant)
    {
        var up = scripts.FirstOrDefault(script => script.Direction == Direction.Up && script.Variant == variant)?.Section;
        var down = scripts.FirstOrDefault(script => script.Direction == Direction.Down && script.Variant == variant)?.Section;
        return new LockedScript(variant, up?.H1, up?.S1, down?.H1, up?.Sketch ?? Sketch.Empty);
    }
}
