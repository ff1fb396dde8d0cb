using System;
using System.Threading;
using System.Threading.Tasks;

namespace MigrationTooling.Storage;

/// <summary>A connection that reads only.</summary>
public interface IDatabaseReader : IHistoryReader, IAsyncDisposable
{
    /// <summary>True where the database holds tables besides those of this history.</summary>
    ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken);

    /// <summary>Looks into the catalog after a statement in doubt; null where the engine's statements are never in doubt.</summary>
    ICatalogReader? Catalog => null;
}
