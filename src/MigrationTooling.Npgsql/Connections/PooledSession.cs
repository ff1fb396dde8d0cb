namespace MigrationTooling.Npgsql.Connections;

/// <summary>
/// A server session that is ours for one transaction only: it begins with what others left in it, and must end as it was. What is set for
/// the transaction alone goes with it; what a script set for the session is found in pg_settings and put back.
/// </summary>
internal static class PooledSession
{
    // The pooler keeps these for each client, and gives the server session ours before our first command.
    private const string OfTheClient = "'client_encoding', 'DateStyle', 'IntervalStyle', 'TimeZone', 'standard_conforming_strings', 'application_name'";

    // What a transaction is (read only, isolation) is told as a setting too.
    private const string Settable = "s.name NOT LIKE 'transaction\\_%' AND s.name NOT LIKE 'migrate.%'";

    /// <summary>BEGIN, and for the transaction every setting and role as the server session was connected with.</summary>
    public static void BeginClean(Pipeline pipeline) => pipeline
        .Add(StepKind.Plumbing, "BEGIN")
        .Add(StepKind.Plumbing, "SET LOCAL SESSION AUTHORIZATION DEFAULT")
        .Add(StepKind.Plumbing, "SET LOCAL role TO DEFAULT")
        .Add(
            StepKind.Plumbing,
            $"""
            SELECT pg_catalog.set_config('migrate.session', coalesce((
              SELECT pg_catalog.jsonb_object_agg(s.name, s.setting) FROM pg_catalog.pg_settings s WHERE s.source = 'session' AND {Settable}), '{"{}"}')::text, true)
            """)
        .Add(
            StepKind.Plumbing,
            $"""
            SELECT pg_catalog.set_config(s.name, coalesce(s.reset_val, ''), true) FROM pg_catalog.pg_settings s
            WHERE s.source = 'session' AND s.name NOT IN ({OfTheClient}) AND {Settable}
            """);

    /// <summary>Before COMMIT: the role and whatever else a script left in the server session is taken out of it.</summary>
    public static void Forget(Pipeline pipeline) => pipeline
        .Add(StepKind.Plumbing, "RESET SESSION AUTHORIZATION")
        .Add(StepKind.Plumbing, "RESET ROLE")
        .Add(StepKind.Plumbing, "CLOSE ALL")
        .Add(StepKind.Plumbing, "UNLISTEN *")
        .Add(StepKind.Plumbing, Deallocation)
        .Add(StepKind.Plumbing, "DISCARD TEMP");

    /// <summary>The last before COMMIT: settings that a script set for the session are again what they were when the transaction began.</summary>
    public static void PutBack(Pipeline pipeline) => pipeline.Add(
        StepKind.Plumbing,
        $"""
        SELECT pg_catalog.set_config(s.name, coalesce(b.value, s.reset_val, ''), false) FROM pg_catalog.pg_settings s
        LEFT JOIN pg_catalog.jsonb_each_text(coalesce(nullif(pg_catalog.current_setting('migrate.session', true), ''), '{"{}"}')::jsonb) b ON b.key = s.name
        WHERE s.source = 'session' AND {Settable}
        """);

    // A rollback keeps what was prepared. DEALLOCATE ALL would take from others what the pooler prepared for them.
    public const string Deallocation =
        """
        DO $$DECLARE n text; BEGIN
          FOR n IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE from_sql LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', n); END LOOP;
        END$$
        """;
}
