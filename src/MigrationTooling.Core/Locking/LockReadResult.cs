using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>What reading a lock file gave: the entries that could be read, and everything that is wrong with the rest (each becomes a MIG0007).</summary>
/// <param name="Lock">What could be read; empty rather than null when nothing could.</param>
/// <param name="Problems">None for a sound file.</param>
public sealed record LockReadResult(LockFile Lock, EquatableList<LockProblem> Problems)
{
    /// <summary>The dialect that the header says; null where it could not be read.</summary>
    public Dialect? HeaderDialect { get; init; } = Lock.Dialect;
}

/// <summary>One thing wrong with a lock file.</summary>
/// <param name="Place">Where.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Fix">What mends it.</param>
/// <param name="MendedByRebase">True for what a merge leaves behind: every line can still be read, and <c>rebase</c> puts them in order.</param>
public sealed record LockProblem(TextPlace Place, string Message, string Fix, bool MendedByRebase = false);
