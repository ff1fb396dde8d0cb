using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Sqlite.Native;

namespace MigrationTooling.Sqlite.ForeignKeys;

/// <summary>How the foreign keys of one table stand at one moment.</summary>
/// <param name="Dangling">Keys whose parent is missing or whose parent columns are not unique.</param>
/// <param name="Violations">Rows that refer to nothing: how many for each columns and values. Row ids say nothing, since a rebuilt table has new ones.</param>
internal sealed record ForeignKeyFacts(IReadOnlySet<string> Dangling, IReadOnlyDictionary<string, Violation> Violations)
{
    public static ForeignKeyFacts None { get; } = new(new HashSet<string>(), new Dictionary<string, Violation>());

    public static ForeignKeyFacts Read(SqliteDatabase database, string child, IReadOnlyList<ForeignKey> keys)
    {
        var dangling = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var violations = new Dictionary<string, Violation>(StringComparer.Ordinal);
        dangling.UnionWith(keys.Where(k => !TableExists(database, k.Parent)).Select(k => k.Shape));
        try
        {
            CountViolations(database, child, keys, violations);
        }
        catch (SqliteError e) when (e.Message.StartsWith("foreign key mismatch", StringComparison.Ordinal))
        {
            // SQLite stops at the first key whose parent columns are not unique, so nothing can be said about rows.
            dangling.UnionWith(keys.Where(k => e.Message.Contains($"referencing \"{k.Parent}\"", StringComparison.OrdinalIgnoreCase)).Select(k => k.Shape));
            violations.Clear();
        }

        return new ForeignKeyFacts(dangling, violations);
    }

    private static void CountViolations(SqliteDatabase database, string child, IReadOnlyList<ForeignKey> keys, Dictionary<string, Violation> violations)
    {
        var readWhole = new HashSet<long>();
        using var check = database.Prepare($"PRAGMA main.foreign_key_check({Quote(child)})");
        while (check.Step())
        {
            var key = keys.FirstOrDefault(k => k.Number == check.Integer(3));
            if (key is null || (check.IsNull(1) && !readWhole.Add(key.Number)))
            {
                continue;
            }

            foreach (string values in check.IsNull(1) ? RowsWithoutId(database, key) : [RowById(database, key, check.Integer(1))])
            {
                string row = $"{key.Child}({string.Join(", ", key.Columns)}) = {values}";
                violations[row] = new Violation(key.Parent, (violations.TryGetValue(row, out var seen) ? seen.Count : 0) + 1);
            }
        }
    }

    private static string RowById(SqliteDatabase database, ForeignKey key, long rowId)
    {
        var cursor = database.Cursor($"SELECT {Values(key)} FROM main.{Quote(key.Child)} WHERE rowid = ?").Bind(rowId);
        string values = cursor.Step() ? cursor.Text(0) : "?";
        cursor.Reset();
        return values;
    }

    // A WITHOUT ROWID table gives no row to look at, only that there is one more; all of them are read at the first.
    private static List<string> RowsWithoutId(SqliteDatabase database, ForeignKey key)
    {
        var rows = new List<string>();
        string present = string.Join(" AND ", key.Columns.Select(c => $"{Quote(c)} IS NOT NULL"));
        using var cursor = database.Prepare($"SELECT {Values(key)} FROM main.{Quote(key.Child)} WHERE {present} AND NOT ({HasParent(database, key)})");
        while (cursor.Step())
        {
            rows.Add(cursor.Text(0));
        }

        return rows;
    }

    private static string HasParent(SqliteDatabase database, ForeignKey key)
    {
        if (!TableExists(database, key.Parent))
        {
            return "0";
        }

        var primary = key.ParentColumns.Any(c => c.Length == 0) ? PrimaryKey(database, key.Parent) : key.ParentColumns;
        var same = key.Columns.Zip(primary, (c, p) => $"the_parent.{Quote(p)} = {Quote(key.Child)}.{Quote(c)}");
        return $"EXISTS (SELECT 1 FROM main.{Quote(key.Parent)} AS the_parent WHERE {string.Join(" AND ", same)})";
    }

    private static string[] PrimaryKey(SqliteDatabase database, string table)
    {
        var columns = new List<string>();
        var cursor = database.Cursor("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk").Bind(table);
        while (cursor.Step())
        {
            columns.Add(cursor.Text(0));
        }

        return columns.ToArray();
    }

    private static bool TableExists(SqliteDatabase database, string table)
    {
        var cursor = database.Cursor("SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE").Bind(table);
        bool exists = cursor.Step();
        cursor.Reset();
        return exists;
    }

    private static string Values(ForeignKey key) => string.Join(" || ', ' || ", key.Columns.Select(c => $"quote({Quote(c)})"));

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}

/// <summary>Rows with one value that refer to nothing.</summary>
internal readonly record struct Violation(string Parent, long Count);
