using System.Collections.Generic;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Results;

/// <summary>What was recorded as being there; the JSON of <c>baseline</c>.</summary>
/// <param name="Marked">The ids, in order; with a dry run, those that would be.</param>
/// <param name="Pending">What still waits.</param>
/// <param name="State">The database's state afterwards; with a dry run, as it is.</param>
/// <param name="HasTables">False where the database holds no table but the history's.</param>
/// <param name="Findings">What is worth saying.</param>
public sealed record BaselineResult(
    IReadOnlyList<string> Marked, IReadOnlyList<string> Pending, DatabaseState State, bool HasTables, IReadOnlyList<Finding> Findings);
