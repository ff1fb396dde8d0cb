using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Model;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Planning;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>Reads from the catalog what a statement works on.</summary>
internal static class CatalogLooks
{
    /// <summary>After a statement: what there is of what was there before.</summary>
    public static ValueTask<CatalogLook> AgainAsync(ServerSession session, PreImage image, CancellationToken cancellationToken) =>
        ReadAsync(session, image.Target, image.Before.Relation, CatalogQueries.Again(image), cancellationToken);

    /// <summary>What a query of <see cref="CatalogQueries"/> finds, and who is at work on the table.</summary>
    public static async ValueTask<CatalogLook> ReadAsync(ServerSession session, OutsideTarget target, long relation, string? query, CancellationToken cancellationToken)
    {
        if (query is null)
        {
            return new CatalogLook(relation, EquatableList<CatalogObject>.Empty);
        }

        var pipeline = new Pipeline().Add(StepKind.Plumbing, query, CatalogQueries.Values(target, relation)).Add(StepKind.Plumbing, CatalogQueries.AtWork, relation);
        var answers = await session.ReadAsync(pipeline, cancellationToken).ConfigureAwait(false);
        return new CatalogLook(
            relation,
            answers[0].Select(row => new CatalogObject((long)row[0]!, (string)row[1]!, (string)row[2]!, (bool)row[3]!, (string)row[4]!)).ToEquatableList())
        {
            AtWork = answers[1] is [var other, ..] ? (string)other[0]! : null,
        };
    }
}
