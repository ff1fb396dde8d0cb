using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Planning;

namespace MigrationTooling.Storage;

/// <summary>Looks into an engine's catalog before a statement that can't be in a transaction, and after one of which the outcome is not known.</summary>
public interface IStatementProbe
{
    /// <summary>What there is now of what the statement is about to change.</summary>
    ValueTask<CatalogLook> LookAsync(OutsideTarget target, CancellationToken cancellationToken);

    /// <summary>What there is now of what was there before a statement.</summary>
    ValueTask<CatalogLook> LookAgainAsync(PreImage image, CancellationToken cancellationToken);

    /// <summary>Runs a statement that takes leftovers away or finishes what was half done, outside a transaction and without a limit on its waiting.</summary>
    ValueTask RunAsync(string statement, CancellationToken cancellationToken);
}
