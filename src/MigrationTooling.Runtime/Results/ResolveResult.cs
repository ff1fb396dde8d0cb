using MigrationTooling.History;
using MigrationTooling.Planning;

namespace MigrationTooling.Results;

/// <summary>What an operator's word changed; the JSON of <c>resolve</c>.</summary>
/// <param name="Id">The migration.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it is now; with a dry run, what it would be.</param>
/// <param name="Known">What was known of it before.</param>
/// <param name="Forgets">True where an applied migration is forgotten.</param>
/// <param name="State">The database's state afterwards; with a dry run, as it is.</param>
public sealed record ResolveResult(string Id, MigrationState From, MigrationState To, UnfinishedFacts? Known, bool Forgets, DatabaseState State);
