using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;

namespace MigrationTooling.Npgsql.History;

/// <summary>The history's tables in PostgreSQL; docs/history-format.md fixes them.</summary>
internal static class HistorySchema
{
    public const string FormatKey = "format";
    public const string IdentityKey = "identity";
    public const string HomeKey = "home";

    // With 1.1: how far a rollback is. With 1.2: how far its batches are. With 1.3: which statement is in doubt.
    private static readonly (string Name, string Type)[] AddedColumns =
    [
        ("rollback_units", "text"), ("rollback_statements_done", "integer"), ("rollback_statements_total", "integer"),
        ("batches", "bigint"), ("batch_rows", "bigint"), ("in_doubt", "text"),
    ];

    /// <summary>Makes the tables; inside the caller's transaction.</summary>
    public static void Create(IHistorySql sql, HistoryNames names, object identity)
    {
        foreach (string statement in Statements(names))
        {
            sql.Run(statement);
        }

        SetMeta(sql, names, FormatKey, HistoryFormat.Current.ToString());
        SetMeta(sql, names, IdentityKey, identity);
        sql.Run($"INSERT INTO {names.Owner} (id, token) VALUES (1, 0)");
    }

    /// <summary>Adds what came with later minor formats; inside the caller's transaction.</summary>
    public static void Upgrade(Pipeline pipeline, HistoryPlace place)
    {
        foreach (var (column, type) in AddedColumns.Where(c => !place.Has(place.Names.Table, c.Name)))
        {
            pipeline.Add(StepKind.History, $"ALTER TABLE {place.Names.Rows} ADD COLUMN {column} {type}");
        }

        SetMeta(pipeline, place.Names, FormatKey, HistoryFormat.Current.ToString());
    }

    public static void SetMeta(IHistorySql sql, HistoryNames names, string key, object value) => sql.Run(
        $"INSERT INTO {names.Meta} (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value);

    private static IEnumerable<string> Statements(HistoryNames names) =>
    [
        $"""
        CREATE TABLE {names.Rows} (
          id text NOT NULL PRIMARY KEY,
          former_ids text NOT NULL,
          sequence bigint NOT NULL,
          state text NOT NULL,
          origin text NOT NULL,
          attempt integer NOT NULL,
          up_h1 text NOT NULL,
          up_s1 text NOT NULL,
          down_h1 text,
          down_s1 text,
          variant text,
          units_done text NOT NULL,
          statements_done integer NOT NULL,
          statements_total integer NOT NULL,
          run_on text NOT NULL,
          finished_on text,
          failure_reason text,
          failure_code text,
          failure_place text,
          runner text NOT NULL,
          tool_version text NOT NULL,
          rollback_units text,
          rollback_statements_done integer,
          rollback_statements_total integer,
          batches bigint,
          batch_rows bigint,
          in_doubt text
        )
        """,
        $"""
        CREATE TABLE {names.Journal} (
          entry bigint NOT NULL PRIMARY KEY,
          at text NOT NULL,
          kind text NOT NULL,
          migration text,
          attempt integer NOT NULL,
          h1 text,
          s1 text,
          detail text,
          token bigint NOT NULL,
          runner text NOT NULL,
          tool_version text NOT NULL
        )
        """,
        $"""
        CREATE TABLE {names.Owner} (
          id integer NOT NULL PRIMARY KEY CHECK (id = 1),
          token bigint NOT NULL,
          runner text,
          since text,
          doing text,
          lease_until text
        )
        """,
        $"""
        CREATE TABLE {names.Meta} (
          key text NOT NULL PRIMARY KEY,
          value text NOT NULL
        )
        """,
        $"""
        CREATE TABLE {names.Texts} (
          h1 text NOT NULL PRIMARY KEY,
          masked integer NOT NULL,
          content bytea NOT NULL
        )
        """,
    ];
}
