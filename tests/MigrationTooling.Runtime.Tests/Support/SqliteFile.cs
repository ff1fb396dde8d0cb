using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using MigrationTooling.Sqlite;
using SQLitePCL;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>A real database file, looked at from outside with a connection of its own.</summary>
public sealed class SqliteFile(string path)
{
    public string Path => path;

    /// <summary>A process loads one library; the child that tests the choice makes it itself.</summary>
    [ModuleInitializer]
    internal static void LoadLibrary()
    {
        if (!Environment.GetCommandLineArgs().Contains("library"))
        {
            SqliteLibrary.Load(new SQLite3Provider_e_sqlite3(), "e_sqlite3");
        }
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public IReadOnlyList<string> Query(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(string.Join('|', values));
        }

        return rows;
    }

    public string Scalar(string sql) => Assert.Single(Query(sql));

    private static class Assert
    {
        public static string Single(IReadOnlyList<string> rows) => Xunit.Assert.Single(rows);
    }
}
