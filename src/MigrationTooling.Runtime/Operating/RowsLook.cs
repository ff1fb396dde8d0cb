using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Execution;
using MigrationTooling.History;
using MigrationTooling.Storage;

namespace MigrationTooling.Operating;

/// <summary>Reads the history's rows; reads only.</summary>
internal static class RowsLook
{
    public static async Task<IReadOnlyList<HistoryRow>> ReadAsync(IDatabaseProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await provider.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)).Rows;
            }
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, provider.DisplayUrl);
        }
    }
}
