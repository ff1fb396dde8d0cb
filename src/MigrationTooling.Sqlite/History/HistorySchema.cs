using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.History;

/// <summary>The history's tables in SQLite; docs/history-format.md fixes them.</summary>
internal static class HistorySchema
{
    public const string FormatKey = "format";
    public const string IdentityKey = "identity";
    public const string HomeKey = "home";

    // With 1.1: how far a rollback is. With 1.2: how far its batches are. With 1.3: which statement is in doubt.
    private static readonly (string Name, string Type)[] AddedColumns =
    [
        ("rollback_units", "TEXT"), ("rollback_statements_done", "INTEGER"), ("rollback_statements_total", "INTEGER"),
        ("batches", "INTEGER"), ("batch_rows", "INTEGER"), ("in_doubt", "TEXT"),
    ];

    /// <summary>The history's format; null where there is no history.</summary>
    /// <exception cref="DatabaseFaultException">A table of that name is there and is something else.</exception>
    public static HistoryFormat? Format(SqliteDatabase database, HistoryNames names)
    {
        bool rows = Exists(database, names.Table), meta = Exists(database, names.MetaName);
        if (!rows && !meta)
        {
            return null;
        }

        var format = rows && meta && Columns(database, names.MetaName).SetEquals(["key", "value"])
            ? HistoryFormat.Parse(Meta(database, names, FormatKey))
            : null;
        return format ?? throw new DatabaseFaultException(new DatabaseFault.NameTaken(
            $"The database has a table '{(rows ? names.Table : names.MetaName)}' that is not a history of this tool."));
    }

    /// <summary>Makes the tables; inside the caller's transaction.</summary>
    /// <param name="sql">Where to.</param>
    /// <param name="names">The tables' names.</param>
    /// <param name="mayExist">True where tables that are there already stay; else they are an error.</param>
    /// <param name="identity">What tells this database from others.</param>
    public static void Create(IHistorySql sql, HistoryNames names, bool mayExist, object identity)
    {
        foreach (string statement in Statements(names, mayExist ? "CREATE TABLE IF NOT EXISTS" : "CREATE TABLE"))
        {
            sql.Run(statement);
        }

        string insertMeta = $"INSERT INTO {names.Meta} (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING";
        sql.Run(insertMeta, FormatKey, HistoryFormat.Current.ToString());
        sql.Run(insertMeta, IdentityKey, identity);
        sql.Run($"INSERT INTO {names.Owner} (id, token) VALUES (1, 0) ON CONFLICT (id) DO NOTHING");
    }

    /// <summary>Adds what came with later minor formats; inside the caller's transaction.</summary>
    public static void Upgrade(SqliteDatabase database, HistoryNames names)
    {
        var present = Columns(database, names.Table);
        foreach (var (column, type) in AddedColumns.Where(c => !present.Contains(c.Name)))
        {
            database.Run($"ALTER TABLE {names.Rows} ADD COLUMN {column} {type}");
        }

        SetMeta(database, names, FormatKey, HistoryFormat.Current.ToString());
    }

    public static string? Meta(SqliteDatabase database, HistoryNames names, string key)
    {
        var cursor = database.Cursor($"SELECT value FROM {names.Meta} WHERE key = ?").Bind(key);
        string? value = cursor.Step() ? cursor.TextOrNull(0) : null;
        cursor.Reset();
        return value;
    }

    public static void SetMeta(SqliteDatabase database, HistoryNames names, string key, string value) =>
        database.Cursor($"INSERT INTO {names.Meta} (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value").Bind(key, value).Run();

    /// <summary>True where there are tables that are neither the history's nor SQLite's own.</summary>
    public static bool HasOtherTables(SqliteDatabase database, HistoryNames names)
    {
        var cursor = database.Cursor("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> ? AND substr(name, 1, ?) <> ?")
            .Bind(names.Table, names.Table.Length + 1, names.Table + "_");
        bool any = cursor.Step();
        cursor.Reset();
        return any;
    }

    /// <summary>The columns of a table, in lower case; none where there is no such table.</summary>
    public static HashSet<string> Columns(SqliteDatabase database, string table)
    {
        var columns = new HashSet<string>(StringComparer.Ordinal);
        var cursor = database.Cursor("SELECT lower(name) FROM pragma_table_info(?)").Bind(table);
        while (cursor.Step())
        {
            columns.Add(cursor.Text(0));
        }

        return columns;
    }

    private static bool Exists(SqliteDatabase database, string table)
    {
        var cursor = database.Cursor("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE").Bind(table);
        bool exists = cursor.Step();
        cursor.Reset();
        return exists;
    }

    private static IEnumerable<string> Statements(HistoryNames names, string create) =>
    [
        $"""
        {create} {names.Rows} (
          id TEXT NOT NULL PRIMARY KEY,
          former_ids TEXT NOT NULL,
          sequence INTEGER NOT NULL,
          state TEXT NOT NULL,
          origin TEXT NOT NULL,
          attempt INTEGER NOT NULL,
          up_h1 TEXT NOT NULL,
          up_s1 TEXT NOT NULL,
          down_h1 TEXT,
          down_s1 TEXT,
          variant TEXT,
          units_done TEXT NOT NULL,
          statements_done INTEGER NOT NULL,
          statements_total INTEGER NOT NULL,
          run_on TEXT NOT NULL,
          finished_on TEXT,
          failure_reason TEXT,
          failure_code TEXT,
          failure_place TEXT,
          runner TEXT NOT NULL,
          tool_version TEXT NOT NULL,
          rollback_units TEXT,
          rollback_statements_done INTEGER,
          rollback_statements_total INTEGER,
          batches INTEGER,
          batch_rows INTEGER,
          in_doubt TEXT
        ) WITHOUT ROWID
        """,
        $"""
        {create} {names.Journal} (
          entry INTEGER NOT NULL PRIMARY KEY,
          at TEXT NOT NULL,
          kind TEXT NOT NULL,
          migration TEXT,
          attempt INTEGER NOT NULL,
          h1 TEXT,
          s1 TEXT,
          detail TEXT,
          token INTEGER NOT NULL,
          runner TEXT NOT NULL,
          tool_version TEXT NOT NULL
        )
        """,
        $"""
        {create} {names.Owner} (
          id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
          token INTEGER NOT NULL,
          runner TEXT,
          since TEXT,
          doing TEXT,
          lease_until TEXT
        )
        """,
        $"""
        {create} {names.Meta} (
          key TEXT NOT NULL PRIMARY KEY,
          value TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        $"""
        {create} {names.Texts} (
          h1 TEXT NOT NULL PRIMARY KEY,
          masked INTEGER NOT NULL,
          content BLOB NOT NULL
        )
        """,
    ];
}
