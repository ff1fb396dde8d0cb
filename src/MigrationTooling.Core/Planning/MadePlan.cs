using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>A plan that was made while the script's checksums were, of the very same bytes, so that a large script need not be read once more for it.</summary>
/// <param name="Section">The section of a one-file layout; null for the whole file.</param>
/// <param name="Dialect">The dialect of the databases that it holds for.</param>
/// <param name="Plan">The plan.</param>
public sealed record MadePlan(Direction? Section, Dialect Dialect, ScriptPlan Plan);
