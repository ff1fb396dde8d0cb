using MigrationTooling.Model;

namespace MigrationTooling.Generator.Reading;

/// <summary>What a project says besides its scripts.</summary>
/// <param name="Facts">Null in a project without the package.</param>
/// <param name="Locks">The locks of its sets.</param>
internal sealed record ProjectTexts(ProjectFacts? Facts, EquatableList<LockText> Locks);
