using System;
using System.IO;
using Microsoft.Data.Sqlite;

namespace MigrationTooling.Sqlite;

/// <summary>Where a database file lies, one name for it however it was reached.</summary>
internal sealed class SqliteLocation
{
    private SqliteLocation(string connectionString, string shown, string file)
    {
        ConnectionString = connectionString;
        Shown = shown;
        File = file;
    }

    public string ConnectionString { get; }

    /// <summary>As the user wrote it.</summary>
    public string Shown { get; }

    /// <summary>The absolute path of the file itself; a symbolic link is followed, so that its users share one run lock.</summary>
    public string File { get; }

    /// <exception cref="ArgumentException">The connection string is malformed, names no file, or names a database that ends with its connection.</exception>
    public static SqliteLocation Parse(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        string source = builder.DataSource;
        if (source.Length == 0 || source == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            throw new ArgumentException("The database must be a file: one in memory ends with its connection, and its history with it.", nameof(connectionString));
        }

        string path = source.StartsWith("file:", StringComparison.Ordinal) ? source["file:".Length..].Split('?')[0] : source;
        string full = Path.GetFullPath(path);
        return new SqliteLocation(connectionString, path, LinkTarget(full) ?? full);
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // Not there, or a circle of links: opening it will say so in better words.
            return null;
        }
    }
}
