using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Model;

namespace MigrationTooling.Storage;

/// <summary>An engine's way to one database. Everything it throws for a reason the database gave is a <see cref="DatabaseFaultException"/>.</summary>
public interface IDatabaseProvider
{
    /// <summary>The dialect of the database.</summary>
    Dialect Dialect { get; }

    /// <summary>The database's address for people; secrets are masked.</summary>
    string DisplayUrl { get; }

    /// <summary>Opens it for reading only: nothing is created, nothing is written. A database that does not exist reads as an empty one.</summary>
    ValueTask<IDatabaseReader> OpenReaderAsync(CancellationToken cancellationToken);

    /// <summary>Opens it for running migrations; takes no lock yet.</summary>
    ValueTask<IDatabaseRunner> OpenRunnerAsync(RunnerIdentity runner, CancellationToken cancellationToken);
}
