using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;

namespace MigrationTooling.Storage;

/// <summary>Writes the history outside of units.</summary>
public interface IHistoryWriter
{
    /// <summary>
    /// Becomes the owner, in one transaction: makes the tables where they are missing, raises the fencing token, and reads what
    /// the plan is made of. From then on every write and every unit of this connection is refused once somebody else has
    /// become the owner.
    /// </summary>
    ValueTask<DatabaseSnapshot> TakeOwnershipAsync(CancellationToken cancellationToken);

    /// <summary>Writes in a transaction of its own, behind the fence.</summary>
    ValueTask WriteAsync(HistoryWrite write, CancellationToken cancellationToken);

    /// <summary>Leaves the owner row to the next runner.</summary>
    ValueTask ReleaseOwnershipAsync(CancellationToken cancellationToken);
}
