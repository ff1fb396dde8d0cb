using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Scripts;

/// <summary>
/// What a script asks before it goes on: each question is a query whose answer psql keeps (<c>\gset</c>), and an <c>\if</c> on it that ends
/// the script with an error.
/// </summary>
internal sealed class ScriptGuards(TextWriter output, HistoryNames names)
{
    private const string NothingRan = "Nothing was run.";

    /// <summary>Sets a variable of psql for each column of a query of one row.</summary>
    public void Keep(string query) => output.Write(query + " \\gset\n");

    /// <summary>Ends the script unless a condition holds.</summary>
    /// <param name="query">Makes <c>migrate_ok</c>.</param>
    /// <param name="message">What is said then: SQL of a text.</param>
    /// <param name="hint">And what to do about it.</param>
    public void Require(string query, string message, string hint)
    {
        Keep(query);
        output.Write("\\if :migrate_ok\n\\else\n");
        Refuse(message, ScriptHistorySql.Literal(hint));
        output.Write("\\endif\n");
    }

    /// <summary>The schema of the history, and who runs the script.</summary>
    public void FindSchema(string? schema)
    {
        Require(
            "SELECT pg_catalog.set_config('migrate.in_transaction', 'yes', true) AS migrate_ok \\gset\nSELECT coalesce(pg_catalog.current_setting('migrate.in_transaction', true), '') <> 'yes' AS migrate_ok",
            "'This script commits by itself, and a transaction is open.'",
            NothingRan + " Run it without --single-transaction, outside of BEGIN.");
        Keep(
            $"""
            SELECT {HistoryPlace.SchemaSql(ScriptHistorySql.Literal(schema) + "::text", names.Table)} AS migrate_schema,
              session_user AS migrate_user, pg_catalog.current_setting('role') AS migrate_role
            """);
        Require(
            "SELECT pg_catalog.to_regnamespace(pg_catalog.quote_ident(:'migrate_schema')) IS NOT NULL AS migrate_ok",
            "pg_catalog.format('The schema %L does not exist.', :'migrate_schema')",
            NothingRan + " Make it, or name another: dotnet migrate script --schema NAME");
    }

    /// <summary>Whether the history is there. Asked under the locks.</summary>
    public void FindHistory()
    {
        Keep(
            $"""
            SELECT pg_catalog.to_regclass(pg_catalog.format('%I.%I', :'migrate_schema', '{names.Table}')) IS NOT NULL AS migrate_has_history,
              (pg_catalog.to_regclass(pg_catalog.format('%I.%I', :'migrate_schema', '{names.Table}')) IS NULL)
                = (pg_catalog.to_regclass(pg_catalog.format('%I.%I', :'migrate_schema', '{names.MetaName}')) IS NULL) AS migrate_is_ours
            """);
        Check("migrate_is_ours", $"pg_catalog.format('The schema %L has a table ''{names.Table}'' or ''{names.MetaName}'' that is not a history of this tool.', :'migrate_schema')", NothingRan + " Name another table: dotnet migrate script --migration-table NAME");
        output.Write("\\if :migrate_has_history\n");
        Require(
            $"SELECT EXISTS (SELECT FROM {names.Meta} WHERE key = '{HistorySchema.FormatKey}' AND value LIKE '{HistoryFormat.Current.Major}.%') AS migrate_ok",
            "'The history was written by another version of dotnet migrate.'", NothingRan + " Write the script with that version.");
        output.Write("\\endif\n");
    }

    /// <summary>Takes the two locks of a run, for the rest of the session.</summary>
    public void Lock()
    {
        foreach (string kind in (string[])[LockKeys.RunKind, LockKeys.SessionKind])
        {
            Keep($"SELECT {LockKeys.KeySql(kind, ":'migrate_schema'", names.Table)} AS migrate_{kind}_key");
            Require(
                $"SELECT pg_catalog.pg_try_advisory_lock(:migrate_{kind}_key) AS migrate_ok",
                $"""
                'Another runner is at work on this database: ' || coalesce((
                    SELECT pg_catalog.concat_ws(', ', nullif(a.application_name, ''), 'server process ' || l.pid)
                    FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid <> pg_catalog.pg_backend_pid()
                      AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                      AND l.classid::bigint = (:migrate_{kind}_key >> 32) & 4294967295 AND l.objid::bigint = :migrate_{kind}_key & 4294967295
                    LIMIT 1), 'it ended just now') || '.'
                """,
                NothingRan + " Run this script again once it is done; dotnet migrate status shows it.");
        }
    }

    /// <summary>Frees the locks.</summary>
    public void Unlock() =>
        Keep("SELECT pg_catalog.pg_advisory_unlock(:migrate_session_key) AND pg_catalog.pg_advisory_unlock(:migrate_run_key) AS migrate_ok");

    /// <summary>Looks at every row that the script names, once: what is done is passed over, what is not as expected ends the script before it has written anything.</summary>
    public void Look(IReadOnlyList<ExpectedRow> expected)
    {
        output.Write("\\if :migrate_has_history\n");
        Keep($"SELECT pg_catalog.format('%I.%I', :'migrate_schema', '{names.Table}') AS migrate_rows");
        output.Write("\\else\n");
        Keep("SELECT '(SELECT NULL::text AS id, NULL::text AS state, NULL::integer AS attempt, NULL::text AS up_h1, NULL::text AS up_s1 WHERE false)' AS migrate_rows");
        output.Write("\\endif\n");
        var own = expected.Where(e => e.Done is not null).ToArray();
        Keep(
            $"""
            WITH expected (place, ids, state, attempt, done, h1, s1) AS (VALUES
              {string.Join(",\n  ", own.Select(Values))}),
            found AS (
              SELECT e.place, e.ids[1] AS id, r.state, CASE
                WHEN r.state = e.done AND (e.s1 IS NULL OR r.up_s1 = e.s1 OR r.up_h1 = e.h1) THEN 'done'
                WHEN r.state IS NOT DISTINCT FROM e.state AND (e.attempt IS NULL OR r.attempt = e.attempt) THEN 'to do'
                ELSE 'refused' END AS verdict
              FROM expected e LEFT JOIN :migrate_rows r ON r.id = ANY (e.ids))
            SELECT count(*) FILTER (WHERE verdict = 'to do') > 0 AS migrate_work,
              count(*) FILTER (WHERE verdict = 'refused') = 0 AS migrate_is_expected,
              (SELECT pg_catalog.format('%L is not as this script expects it: %s.', id, {Found}) FROM found WHERE verdict = 'refused' ORDER BY place LIMIT 1) AS migrate_problem,
              coalesce(min(place) FILTER (WHERE verdict = 'to do') > max(place) FILTER (WHERE verdict = 'done'), true) AS migrate_is_in_order
            FROM found
            """);
        Check("migrate_is_expected", ":'migrate_problem'", NothingRan + " dotnet migrate status shows how it stands; dotnet migrate up goes on with what was begun.");
        Check("migrate_is_in_order", "'A part of this script is done, but not what comes before it.'", NothingRan + " dotnet migrate status shows how it stands.");
        output.Write("\\if :migrate_work\n");
        foreach (var other in expected.Where(e => e.Done is null))
        {
            Require(
                $"SELECT {(other.IsForbidden ? "NOT " : "")}EXISTS (SELECT FROM :migrate_rows r WHERE id IN ({Ids(other)}) AND state = '{other.State!.Value.Word()}') AS migrate_ok",
                ScriptHistorySql.Literal(other.IsForbidden
                    ? $"'{other.Ids[0]}' is applied, and stands on what this script takes back."
                    : $"'{other.Ids[0]}', which comes before this script, is not applied."),
                NothingRan + " dotnet migrate status shows how it stands.");
        }

        output.Write("\\endif\n");
    }

    /// <summary>Ends the script unless a variable is true.</summary>
    public void Check(string variable, string message, string hint)
    {
        output.Write($"\\if :{variable}\n\\else\n");
        Refuse(message, ScriptHistorySql.Literal(hint));
        output.Write("\\endif\n");
    }

    // Only PL/pgSQL raises an error in words; where a database lacks it, its own absence is the error.
    private void Refuse(string message, string hint)
    {
        Keep($"SELECT pg_catalog.format('BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END', {message}, {hint}) AS migrate_refusal");
        output.Write("\\set SHOW_CONTEXT never\nDO :'migrate_refusal';\n");
    }

    private const string Found =
        """
        CASE state WHEN 'completed' THEN 'it is applied, by another run or with another text' WHEN 'rolled_back' THEN 'it was taken back'
                WHEN 'failed' THEN 'it failed' ELSE coalesce('it is ' || state, 'it is not applied') END
        """;

    private static string Ids(ExpectedRow row) => string.Join(", ", row.Ids.Select(ScriptHistorySql.Literal));

    private static string Values(ExpectedRow row, int place) => string.Format(
        CultureInfo.InvariantCulture, "({0}, ARRAY[{1}], {2}::text, {3}::integer, {4}, {5}::text, {6}::text)", place, Ids(row),
        ScriptHistorySql.Literal(row.State?.Word()), ScriptHistorySql.Literal(row.Attempt), ScriptHistorySql.Literal(row.Done?.Word()),
        ScriptHistorySql.Literal(row.Text?.H1), ScriptHistorySql.Literal(row.Text?.S1));
}
