using System.Collections.Generic;
using MigrationTooling.Rules;

namespace MigrationTooling.Results;

/// <summary>What a script holds.</summary>
/// <param name="Migrations">The ids, in the order in which it runs them.</param>
/// <param name="Findings">What is worth saying about them.</param>
public sealed record ScriptResult(IReadOnlyList<string> Migrations, IReadOnlyList<Finding> Findings);
