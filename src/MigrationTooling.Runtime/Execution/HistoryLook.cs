using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Reads the journal; reads only.</summary>
internal static class HistoryLook
{
    public static async Task<HistoryReport> ReadAsync(IDatabaseProvider provider, HistoryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await provider.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var journal = await reader.ReadJournalAsync(cancellationToken).ConfigureAwait(false);
                var selected = JournalSelection.Select(journal, snapshot.Rows, request.Id, request.Everything)
                    ?? throw new UsageException($"The history of {provider.DisplayUrl} knows no migration '{request.Id}'.", "dotnet migrate status shows what there is.");
                return new HistoryReport(new DatabaseDescription(provider.Dialect.Word(), provider.DisplayUrl), selected);
            }
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, provider.DisplayUrl);
        }
    }
}
