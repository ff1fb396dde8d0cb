using System.Collections.Generic;
using System.IO;
using Microsoft.Data.Sqlite;
using MigrationTooling.Sqlite;
using SQLitePCL;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>Looks into a database file beside the tool.</summary>
public static class DatabaseFile
{
    static DatabaseFile() => SqliteLibrary.Load(new SQLite3Provider_e_sqlite3(), "e_sqlite3");

    public static IReadOnlyList<string> Query(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.IsDBNull(0) ? "NULL" : reader.GetString(0));
        }

        return values;
    }

    public static void Execute(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<string> Tables(string file) =>
        File.Exists(file) ? Query(file, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") : [];

    /// <summary>A connection on the library that was chosen: one opened elsewhere first would bind half of the functions to another.</summary>
    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
