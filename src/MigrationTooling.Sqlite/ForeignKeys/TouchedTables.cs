using System;
using System.Collections.Generic;
using MigrationTooling.Sqlite.Native;
using SQLitePCL;

namespace MigrationTooling.Sqlite.ForeignKeys;

/// <summary>Learns from SQLite itself which tables a statement will write, those of its triggers included: its authorizer is asked for each while the statement is prepared.</summary>
internal sealed class TouchedTables
{
    private const int CreateTable = 2;
    private const int Delete = 9;
    private const int DropIndex = 10;
    private const int DropTable = 11;
    private const int Insert = 18;
    private const int Update = 23;
    private const int AlterTable = 26;

    private readonly HashSet<string> _tables = new(StringComparer.OrdinalIgnoreCase);
    private bool _listening;

    /// <summary>Stays on the connection for good: setting it again would throw away every prepared statement.</summary>
    public TouchedTables(SqliteDatabase database) => raw.sqlite3_set_authorizer(database.Handle, Authorize, null);

    /// <summary>The tables of the statement prepared last.</summary>
    public IReadOnlySet<string> Tables => _tables;

    /// <summary>True where that statement changes tables or indexes rather than rows.</summary>
    public bool ChangesSchema { get; private set; }

    /// <summary>True where it deletes or updates rows.</summary>
    public bool RemovesKeys { get; private set; }

    public void Listen()
    {
        _tables.Clear();
        ChangesSchema = false;
        RemovesKeys = false;
        _listening = true;
    }

    public void Stop() => _listening = false;

    private int Authorize(object? state, int action, utf8z first, utf8z second, utf8z database, utf8z trigger)
    {
        if (_listening)
        {
            switch (action)
            {
                case Insert or Update or Delete when IsMain(database):
                    Rows(first, action);
                    break;
                case CreateTable or DropTable when IsMain(database):
                    Schema(first);
                    break;
                case DropIndex when IsMain(database):
                case AlterTable when IsMain(first):
                    Schema(second);
                    break;
                default:
                    break;
            }
        }

        return raw.SQLITE_OK;
    }

    // Foreign keys never cross from one database file to another.
    private static bool IsMain(utf8z database) => database.utf8_to_string() == "main";

    private void Rows(utf8z table, int action)
    {
        string name = table.utf8_to_string() ?? "";
        if (!name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase))
        {
            _tables.Add(name);
            RemovesKeys |= action != Insert;
        }
    }

    private void Schema(utf8z table)
    {
        ChangesSchema = true;
        _tables.Add(table.utf8_to_string() ?? "");
    }
}
