using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Events;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>The end of a run's ownership.</summary>
internal static class Ownership
{
    public static async Task ReleaseAsync(IDatabaseRunner runner, MigratorOptions options)
    {
        try
        {
            await runner.ReleaseOwnershipAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (DatabaseFaultException e)
        {
            // What was done is done; an owner row that names a runner without the run lock misleads nobody.
            options.Observer?.Observe(new MigrationEvent.OwnershipNotReleased(e.Fault.Message));
        }
    }
}
