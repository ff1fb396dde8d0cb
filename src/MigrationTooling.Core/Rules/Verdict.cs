using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Rules;

/// <summary>The judgement on a set: compiler, tool and application all print this one.</summary>
/// <param name="Dialect">The dialect the set is in.</param>
/// <param name="Migrations">In apply order: the locked ones in lock order, then the others by version.</param>
/// <param name="Findings">By file, place and rule.</param>
/// <param name="LockedIds">The locked ids, in lock order, whether their files are there or not.</param>
/// <param name="Aliases">The former ids of locked migrations.</param>
public sealed record Verdict(
    Dialect Dialect,
    EquatableList<MigrationFacts> Migrations,
    EquatableList<Finding> Findings,
    EquatableList<string> LockedIds,
    EquatableList<FormerId> Aliases);

/// <summary>An id a locked migration once had; retired for ever.</summary>
/// <param name="Former">The retired id.</param>
/// <param name="Current">The migration that had it.</param>
public sealed record FormerId(string Former, string Current);
