using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Locking;

/// <summary>What an edit of the lock gave. Where it was refused, <paramref name="Lock"/> is the lock as it was and nothing is to be written.</summary>
/// <param name="Lock">The lock after the edit.</param>
/// <param name="Changes">The lines added, changed and removed, in file order.</param>
/// <param name="Refusals">Why the files or the lock forbid it.</param>
/// <param name="Misuse">Why the request itself makes no sense (an unknown id, nothing to accept): one sentence with the way out; null otherwise.</param>
public sealed record LockEditResult(
    LockFile Lock,
    EquatableList<LockChange> Changes,
    EquatableList<Finding> Refusals,
    string? Misuse)
{
    /// <summary>True where nothing was done.</summary>
    public bool IsRefused => Refusals.Count > 0 || Misuse is not null;
}

/// <summary>One line of the lock that an edit touched, as the file spells it.</summary>
/// <param name="Before">The line before; null where it is new.</param>
/// <param name="After">The line after; null where it was removed.</param>
public sealed record LockChange(string? Before, string? After);
