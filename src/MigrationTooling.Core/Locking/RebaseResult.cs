using MigrationTooling.Model;

namespace MigrationTooling.Locking;

/// <summary>What a rebase of the lock gave.</summary>
/// <param name="Edit">The new lock, the renumbered ids in it already; or why it was refused.</param>
/// <param name="Renumberings">The files to rename with it, in an order in which no rename overwrites another's file.</param>
public sealed record RebaseResult(LockEditResult Edit, EquatableList<Renumbering> Renumberings);

/// <summary>A migration that got a new number because the base locked others in the meantime.</summary>
/// <param name="OldId">Its id before.</param>
/// <param name="NewId">Its id behind the base's last migration.</param>
/// <param name="Moves">Its files.</param>
public sealed record Renumbering(string OldId, string NewId, EquatableList<FileMove> Moves);

/// <summary>A file to rename; both paths relative to the migrations directory.</summary>
public sealed record FileMove(string From, string To);
