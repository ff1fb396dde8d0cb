using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Sqlite.Native;

namespace MigrationTooling.Sqlite.ForeignKeys;

/// <summary>One foreign key as the schema declares it.</summary>
/// <param name="Child">The table that has it.</param>
/// <param name="Number">SQLite's number of it within the child.</param>
/// <param name="Parent">The table it refers to, whether that is there or not.</param>
/// <param name="Columns">The child's columns.</param>
/// <param name="ParentColumns">The parent's columns; empty entries stand for its primary key.</param>
internal sealed record ForeignKey(string Child, long Number, string Parent, string[] Columns, string[] ParentColumns)
{
    /// <summary>What stays the same when only rows change.</summary>
    public string Shape => $"{Child}({string.Join(", ", Columns)}) → {Parent}";
}

/// <summary>The foreign keys of a schema; names compare as SQLite compares them.</summary>
internal sealed class ForeignKeyGraph
{
    private readonly Dictionary<string, List<ForeignKey>> _ofChild = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _parents = new(StringComparer.OrdinalIgnoreCase);

    private ForeignKeyGraph()
    {
    }

    public static ForeignKeyGraph Load(SqliteDatabase database)
    {
        var graph = new ForeignKeyGraph();
        var cursor = database.Cursor(
            """
            SELECT t.name, k.id, k."table", k."from", k."to"
            FROM (SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql LIKE '%references%') AS t, pragma_foreign_key_list(t.name, 'main') AS k
            ORDER BY t.name, k.id, k.seq
            """);
        foreach (var key in Declared(cursor).GroupBy(k => (k.Child, k.Number)))
        {
            string child = key.Key.Child;
            string parent = key.First().Parent;
            var columns = new ForeignKey(child, key.Key.Number, parent, key.Select(k => k.From).ToArray(), key.Select(k => k.To).ToArray());
            if (!graph._ofChild.TryGetValue(child, out var keys))
            {
                graph._ofChild.Add(child, keys = []);
            }

            keys.Add(columns);
            graph._parents.Add(parent);
        }

        return graph;
    }

    /// <summary>True where the table has foreign keys or is referred to.</summary>
    public bool Concerns(string table) => _ofChild.ContainsKey(table) || _parents.Contains(table);

    public bool IsParent(string table) => _parents.Contains(table);

    public IReadOnlyList<ForeignKey> KeysOf(string child) => _ofChild.TryGetValue(child, out var keys) ? keys : [];

    /// <summary>The tables whose foreign keys a change of this table can break: itself, and those that refer to it.</summary>
    public IEnumerable<string> ChildrenConcernedBy(string table) =>
        _ofChild.Where(c => string.Equals(c.Key, table, StringComparison.OrdinalIgnoreCase)
            || c.Value.Any(k => string.Equals(k.Parent, table, StringComparison.OrdinalIgnoreCase))).Select(c => c.Key);

    private static List<(string Child, long Number, string Parent, string From, string To)> Declared(SqliteCursor cursor)
    {
        var declared = new List<(string, long, string, string, string)>();
        while (cursor.Step())
        {
            declared.Add((cursor.Text(0), cursor.Integer(1), cursor.Text(2), cursor.Text(3), cursor.Text(4)));
        }

        return declared;
    }
}
