using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Planning;

namespace MigrationTooling.Storage;

/// <summary>Looks into an engine's catalog after a statement that can't be in a transaction and of which the outcome is not known.</summary>
public interface ICatalogReader
{
    /// <summary>What there is now of what was there before a statement.</summary>
    ValueTask<CatalogLook> LookAgainAsync(PreImage image, CancellationToken cancellationToken);
}

/// <summary>The same for a run, which looks before such a statement as well, and puts in order what one left.</summary>
public interface IStatementProbe : ICatalogReader
{
    /// <summary>What there is now of what the statement is about to change.</summary>
    ValueTask<CatalogLook> LookAsync(OutsideTarget target, CancellationToken cancellationToken);

    /// <summary>Runs a statement that takes leftovers away or finishes what was half done, outside a transaction and without a limit on its waiting.</summary>
    ValueTask RunAsync(string statement, CancellationToken cancellationToken);
}
