using System.Globalization;
using System.Linq;
using MigrationTooling.Planning;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>The queries of the pre-images: number, name, qualified name, whether it is whole, definition. One for each kind of statement.</summary>
internal static class CatalogQueries
{
    /// <summary>The table that a name means, or that the index of this name is on; in the session's search path.</summary>
    public const string Relation =
        """
        SELECT coalesce(
          (SELECT i.indrelid FROM pg_catalog.pg_index i WHERE i.indexrelid = pg_catalog.to_regclass($1)), pg_catalog.to_regclass($1)::oid)::bigint
        """;

    /// <summary>A session besides ours that holds a lock such as CONCURRENTLY takes; vacuum takes the same.</summary>
    public const string AtWork =
        """
        SELECT 'server process ' || l.pid || coalesce(' (' || nullif(a.application_name, '') || ')', '')
        FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_database d ON d.oid = l.database AND d.datname = pg_catalog.current_database()
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'relation' AND l.relation = $1::oid AND l.granted AND l.pid <> pg_catalog.pg_backend_pid()
          AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock') AND coalesce(a.backend_type, '') <> 'autovacuum worker'
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.pid = l.pid)
        """;

    /// <summary>An index's definition without its names.</summary>
    public const string DefinitionOf = $"SELECT {Definition} FROM pg_catalog.pg_index i WHERE i.indexrelid = pg_catalog.to_regclass($1)";

    private const string Definition =
        """
        CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END
          || substring(pg_catalog.pg_get_indexdef(i.indexrelid) FROM position(' USING ' IN pg_catalog.pg_get_indexdef(i.indexrelid)) + 7)
        """;

    private const string Path = "pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)";

    private const string Indexes =
        $"""
        SELECT i.indexrelid::bigint, c.relname::text, {Path}, i.indisvalid AND i.indisready, {Definition}
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        """;

    /// <summary>The name of the table that a statement is about, or of an index on it; null for what has none.</summary>
    public static string? RelationName(OutsideTarget target) => target.Kind switch
    {
        OutsideKind.CreateIndex => target.Table,
        OutsideKind.DropIndex or OutsideKind.DetachPartition => target.Name,
        OutsideKind.ReindexConcurrently when target.Detail is "table" or "index" => target.Name,
        _ => null,
    };

    /// <summary>What is there before a statement; null where nothing of it can be looked up.</summary>
    public static string? Of(OutsideTarget target) => target.Kind switch
    {
        OutsideKind.CreateIndex => Indexes + " WHERE i.indrelid = $1::oid",
        OutsideKind.DropIndex => Indexes + " WHERE i.indexrelid = pg_catalog.to_regclass($1)",
        OutsideKind.ReindexConcurrently => target.Detail switch
        {
            "table" or "index" => Indexes + " WHERE i.indrelid = $1::oid",
            "schema" => Indexes + " WHERE NOT i.indisvalid AND n.nspname = $1",
            _ => Indexes + " WHERE NOT i.indisvalid AND $1::text IS NOT NULL",
        },
        OutsideKind.CreateDatabase or OutsideKind.DropDatabase =>
            "SELECT oid::bigint, datname::text, pg_catalog.quote_ident(datname), true, '' FROM pg_catalog.pg_database WHERE datname = $1",
        OutsideKind.CreateTablespace or OutsideKind.DropTablespace =>
            "SELECT oid::bigint, spcname::text, pg_catalog.quote_ident(spcname), true, '' FROM pg_catalog.pg_tablespace WHERE spcname = $1",
        OutsideKind.CreateSubscription or OutsideKind.AlterSubscription or OutsideKind.DropSubscription =>
            """
            SELECT s.oid::bigint, s.subname::text, pg_catalog.quote_ident(s.subname), true, pg_catalog.array_to_string(s.subpublications, ',')
            FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid AND d.datname = pg_catalog.current_database()
            WHERE s.subname = $1
            """,
        OutsideKind.DetachPartition =>
            $"""
            SELECT h.inhrelid::bigint, c.relname::text, {Path}, NOT coalesce((pg_catalog.to_jsonb(h)->>'inhdetachpending')::boolean, false),
              pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.relname)
            FROM pg_catalog.pg_inherits h
            JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class p ON p.oid = h.inhparent JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
            WHERE h.inhrelid = $1::oid
            """,
        OutsideKind.AddEnumValue =>
            "SELECT oid::bigint, enumlabel::text, enumlabel::text, true, '' FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype($1) AND enumlabel = $2",
        _ => null,
    };

    /// <summary>The same afterwards: what had a name is looked for by its number, since the name may be another object's now.</summary>
    public static string? Again(PreImage image)
    {
        if (image.Target.Kind != OutsideKind.DropIndex)
        {
            return Of(image.Target);
        }

        string ids = string.Join(", ", image.Before.Objects.Select(o => o.Id.ToString(CultureInfo.InvariantCulture)).DefaultIfEmpty("0"));
        return $"{Indexes} WHERE i.indexrelid IN ({ids}) AND $1::text IS NOT NULL";
    }

    /// <summary>The values of <see cref="Of"/>.</summary>
    public static object?[] Values(OutsideTarget target, long relation) => target.Kind switch
    {
        OutsideKind.CreateIndex or OutsideKind.DetachPartition => [relation],
        OutsideKind.ReindexConcurrently when target.Detail is "table" or "index" => [relation],
        OutsideKind.AddEnumValue => [target.Name, target.Detail],
        _ => [target.Name],
    };
}
