using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Execution;
using MigrationTooling.Results;

namespace MigrationTooling;

/// <content>What an operator does by hand.</content>
public sealed partial class Migrator
{
    /// <summary>What the journal tells: every attempt, mark, repair and rename, with who, when and why. Reads only; a database that does not exist has no history and is not made.</summary>
    /// <exception cref="UsageException">The history does not know the migration asked for.</exception>
    /// <exception cref="CannotConnectException">The database can't be read.</exception>
    public Task<HistoryReport> HistoryAsync(HistoryRequest? request = null, CancellationToken cancellationToken = default) =>
        HistoryLook.ReadAsync(_provider, request ?? new HistoryRequest(), cancellationToken);
}
