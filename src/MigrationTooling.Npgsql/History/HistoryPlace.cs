using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.History;

/// <summary>Where the history is, or would be, and which of its tables and columns are there.</summary>
/// <param name="Names">The tables.</param>
/// <param name="SchemaExists">False where the schema has to be made first.</param>
/// <param name="Present">The columns that are there, each <c>table.column</c>.</param>
/// <param name="Database">The database's name.</param>
/// <param name="DatabaseOid">Its number in its cluster.</param>
/// <param name="SessionUser">Who is connected.</param>
/// <param name="Role">The role that the session has now; <c>none</c> for the user's own.</param>
/// <param name="TellsCluster">True where this role may ask which cluster this is.</param>
/// <param name="IsStandby">True on a replica, which nobody can write to.</param>
/// <param name="ServerVersion">The server's major version.</param>
/// <param name="BeginSql">BEGIN, with what a transaction of this session is unless somebody says otherwise.</param>
internal sealed record HistoryPlace(
    HistoryNames Names, bool SchemaExists, IReadOnlySet<string> Present, string Database, string DatabaseOid, string SessionUser, string Role, bool TellsCluster, bool IsStandby, int ServerVersion, string BeginSql)
{
    /// <summary>True where the database has a history.</summary>
    /// <exception cref="DatabaseFaultException">A table of that name is there and is something else.</exception>
    public bool HasHistory
    {
        get
        {
            bool rows = Has(Names.Table, "id"), meta = Has(Names.MetaName, "key") && Has(Names.MetaName, "value");
            if (rows && meta)
            {
                return true;
            }

            string? taken = new[] { Names.Table, Names.MetaName }.FirstOrDefault(t => Present.Any(p => p.StartsWith(t + ".", StringComparison.Ordinal)));
            return taken is null ? false : throw new DatabaseFaultException(NotOurs(taken));
        }
    }

    /// <summary>True where its owner row can hold a lease.</summary>
    public bool HasLeases => HasHistory && Has(Names.OwnerName, "lease_until");

    public DatabaseFault.NameTaken NotOurs(string table) => new($"The schema '{Names.Schema}' has a table '{table}' that is not a history of this tool.");

    public bool Has(string table, string column) => Present.Contains(table + "." + column);

    /// <summary>Looks. A history is found as an unqualified name would be; where there is none, it is to be made where an unqualified table would be.</summary>
    /// <param name="session">Where.</param>
    /// <param name="begin">What is sent before.</param>
    /// <param name="schema">The schema that the user chose; null for none.</param>
    /// <param name="table">The base name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<HistoryPlace> FindAsync(ServerSession session, Pipeline begin, string? schema, string table, CancellationToken cancellationToken)
    {
        bool isOwnTransaction = begin.Count > 0, isClean = session.IsPooled && session.IsIdentified;
        if (!isOwnTransaction && isClean)
        {
            PooledSession.BeginClean(begin);
        }

        begin.Add(StepKind.Plumbing, Sql(table), schema);
        if (!isOwnTransaction && isClean)
        {
            begin.Add(StepKind.Plumbing, "COMMIT");
        }

        var row = (await session.ReadAsync(begin, cancellationToken).ConfigureAwait(false))[^1][0];
        session.Identify((int)row[9]!);
        if (!isOwnTransaction && session.IsPooled && !isClean)
        {
            // Whoever had this server session before may have left it a search path or a role.
            return await FindAsync(session, new Pipeline(), schema, table, cancellationToken).ConfigureAwait(false);
        }

        return new HistoryPlace(
            HistoryNames.In((string)row[0]!, table),
            (bool)row[1]!,
            ((string?)row[2] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
            (string)row[3]!,
            (string)row[4]!,
            (string)row[5]!,
            (string)row[6]!,
            (bool)row[7]!,
            (bool)row[8]!,
            session.Version.Major,
            (string)row[10]!);
    }

    /// <summary>The schema: what the user chose, else where an unqualified name finds the table, else where it would make it.</summary>
    /// <param name="chosen">SQL of what the user chose; NULL for nothing.</param>
    /// <param name="table">The base name.</param>
    public static string SchemaSql(string chosen, string table) =>
        $"""
        coalesce(
            {chosen},
            (SELECT n.nspname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relname = '{table}' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = ANY (pg_catalog.current_schemas(false))
              ORDER BY pg_catalog.array_position(pg_catalog.current_schemas(false), n.nspname) LIMIT 1),
            pg_catalog.current_schema()::text,
            'public')
        """;

    // Columns of other tables can't get in: the names are plain words, and of the columns only those that are. It is written so that a server has
    // little to plan, which is what a run with nothing to do waits for: OFFSET keeps it from looking for the schema once for each use of its name.
    private static string Sql(string table) =>
        $"""
        SELECT s.name, pg_catalog.to_regnamespace(pg_catalog.quote_ident(s.name)) IS NOT NULL,
          (SELECT pg_catalog.string_agg(c.relname || '.' || a.attname, ' ')
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = s.name) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
              AND c.relname IN ('{table}', '{table}_journal', '{table}_owner', '{table}_meta', '{table}_text')),
          pg_catalog.current_database()::text, (SELECT d.oid::text FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()), session_user::text, pg_catalog.current_setting('role'),
          coalesce(pg_catalog.has_function_privilege(pg_catalog.to_regprocedure('pg_catalog.pg_control_system()'), 'EXECUTE'), false),
          pg_catalog.pg_is_in_recovery(), pg_catalog.pg_backend_pid(),
          'BEGIN ISOLATION LEVEL ' || pg_catalog.current_setting('default_transaction_isolation')
            || CASE pg_catalog.current_setting('default_transaction_read_only') WHEN 'on' THEN ' READ ONLY' ELSE ' READ WRITE' END
            || CASE pg_catalog.current_setting('default_transaction_deferrable') WHEN 'on' THEN ' DEFERRABLE' ELSE ' NOT DEFERRABLE' END
        FROM (SELECT {SchemaSql("$1::text", table)} AS name OFFSET 0) s
        """;
}
