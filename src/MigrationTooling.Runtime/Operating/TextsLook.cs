using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Execution;
using MigrationTooling.History;
using MigrationTooling.Storage;

namespace MigrationTooling.Operating;

/// <summary>Reads what the history kept of applied migrations; reads only.</summary>
internal static class TextsLook
{
    public static async Task<AppliedTexts> ReadAsync(IDatabaseProvider provider, string id, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await provider.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var row = snapshot.Rows.FirstOrDefault(r => r.Id == id) ?? snapshot.Rows.FirstOrDefault(r => r.FormerIds.Contains(id));
                return row is not { IsApplied: true }
                    ? throw new UsageException(
                        row is null ? $"The history of {provider.DisplayUrl} knows no migration '{id}'." : $"'{row.Id}' is {row.State.Word()}; only of an applied migration it is known what ran.",
                        "dotnet migrate status shows what there is.")
                    : new AppliedTexts(
                        row,
                        await reader.ReadTextAsync(row.Text.H1, cancellationToken).ConfigureAwait(false),
                        row.Text.DownH1 is { } down ? await reader.ReadTextAsync(down, cancellationToken).ConfigureAwait(false) : null);
            }
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, provider.DisplayUrl);
        }
    }
}
