using System;
using System.Threading;
using System.Threading.Tasks;

namespace MigrationTooling.Storage;

/// <summary>A connection that reads only.</summary>
public interface IDatabaseReader : IHistoryReader, IAsyncDisposable
{
    /// <summary>True where the database holds tables besides those of this history.</summary>
    ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken);
}
