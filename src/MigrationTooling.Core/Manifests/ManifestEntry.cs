using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling;

/// <summary>All that a manifest says of one migration, as value-equatable plain data without the way to its text.</summary>
/// <param name="Facts">Its files as they were judged.</param>
/// <param name="IsLocked">True where the lock froze it.</param>
/// <param name="Aliases">Former ids, oldest first.</param>
public sealed record ManifestEntry(MigrationFacts Facts, bool IsLocked, EquatableList<string> Aliases);
