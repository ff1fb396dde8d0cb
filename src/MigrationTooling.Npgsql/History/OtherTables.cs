using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;

namespace MigrationTooling.Npgsql.History;

/// <summary>Whether a database holds more than a history.</summary>
internal static class OtherTables
{
    // An extension's own tables (PostGIS brings some) are nobody's work.
    private const string Sql =
        """
        SELECT EXISTS (
          SELECT FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
          WHERE c.relkind IN ('r', 'p')
            AND NOT (n.nspname = $1 AND (c.relname = $2 OR pg_catalog.left(c.relname::text, pg_catalog.length($2) + 1) = $2 || '_'))
            AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'))
        """;

    public static async ValueTask<bool> AnyAsync(ServerSession session, HistoryPlace place, CancellationToken cancellationToken)
    {
        var answers = await session.ReadAsync(new Pipeline().Add(StepKind.Plumbing, Sql, place.Names.Schema, place.Names.Table), cancellationToken).ConfigureAwait(false);
        return (bool)answers[0][0][0]!;
    }
}
