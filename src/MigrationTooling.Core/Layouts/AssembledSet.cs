using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Layouts;

/// <summary>The files of a directory, put together into migrations.</summary>
/// <param name="Migrations">In version order; equal versions by id.</param>
/// <param name="Findings">What could not be placed, scripts given twice, mixed layouts, foreign dialects; in file order.</param>
/// <param name="Unplaced">The files whose names say no migration, for a locked one may be among them.</param>
public sealed record AssembledSet(
    EquatableList<MigrationFacts> Migrations,
    EquatableList<Finding> Findings,
    EquatableList<FileFacts> Unplaced);
