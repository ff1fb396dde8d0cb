using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Storage;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>A database on a file system that locks nothing: the run lock is refused, all else is the real provider's.</summary>
public sealed class LocklessProvider(IDatabaseProvider inner) : DecoratedProvider(inner, runner => new Runner(runner))
{
    private sealed class Runner(IDatabaseRunner inner) : DecoratedRunner(inner)
    {
        public override ValueTask<RunLockAnswer> TryLockAsync(CancellationToken cancellationToken) => new(new RunLockAnswer.Unavailable("no locks here"));
    }
}
