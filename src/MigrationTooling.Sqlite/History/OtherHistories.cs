using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.History;

/// <summary>Recognises the history tables that other tools leave in a database, by their names.</summary>
internal static class OtherHistories
{
    private static readonly string Query =
        $"SELECT name FROM sqlite_master WHERE type = 'table' AND name COLLATE NOCASE IN ({string.Join(", ", OtherTools.ByTable.Keys.Select(t => "'" + t + "'"))}) ORDER BY name";

    public static EquatableList<OtherHistory> Find(SqliteDatabase database)
    {
        var found = new List<OtherHistory>();
        var cursor = database.Cursor(Query);
        while (cursor.Step())
        {
            string table = cursor.Text(0);
            found.Add(new OtherHistory(table, OtherTools.ByTable[table]));
        }

        return found.ToEquatableList();
    }
}
