using System.Threading;
using System.Threading.Tasks;

namespace MigrationTooling.Storage;

/// <summary>Keeps runners in order. Nothing's correctness rests on it: that is what the fence is for.</summary>
public interface IRunLock
{
    /// <summary>Asks once for the lock; never waits.</summary>
    ValueTask<RunLockAnswer> TryLockAsync(CancellationToken cancellationToken);

    /// <summary>Gives it back; nothing where it is not held.</summary>
    ValueTask UnlockAsync();
}

/// <summary>What came of asking for the run lock.</summary>
public abstract record RunLockAnswer
{
    private RunLockAnswer()
    {
    }

    /// <summary>It is ours.</summary>
    public sealed record Taken : RunLockAnswer
    {
        /// <summary>What is worth saying about it; null for nothing.</summary>
        public string? Note { get; init; }
    }

    /// <summary>Another live runner holds it.</summary>
    /// <param name="Holder">Who, as far as it can be told.</param>
    public sealed record Held(string Holder) : RunLockAnswer;

    /// <summary>There can be no lock here; the fence alone keeps runners apart.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Unavailable(string Reason) : RunLockAnswer;
}
