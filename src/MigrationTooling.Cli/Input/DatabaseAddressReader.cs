using System;
using System.Collections.Generic;
using System.Data.Common;
using System.IO;
using System.Linq;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// Reads the forms in which people name a database: <c>sqlite:app.db</c>, <c>sqlite:///abs/path.db</c>,
/// <c>postgresql://user:pass@host/db</c> and ADO.NET connection strings. No message repeats the text it complains about, because
/// that text may hold a password.
/// </summary>
internal static class DatabaseAddressReader
{
    private static readonly string[] FileKeys = ["Data Source", "DataSource", "Filename"];
    private static readonly string[] ServerKeys = ["Initial Catalog", "Integrated Security", "Trusted_Connection", "User ID", "UID", "Database", "AttachDbFilename"];
    private static readonly string[] PostgreSqlKeys = ["Port", "Username", "User Name", "SSL Mode", "Search Path"];

    /// <summary>Reads <paramref name="text"/>; relative SQLite paths are taken from <paramref name="baseDirectory"/>.</summary>
    /// <exception cref="FormatException">It names no database that this tool knows; the message holds no secret.</exception>
    public static DatabaseAddress Read(string text, string baseDirectory)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
        {
            return ReadSqliteUrl(trimmed["sqlite:".Length..], baseDirectory);
        }

        if (trimmed.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase) ||
            trimmed.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase))
        {
            var (display, secrets) = MaskedUrl.Of(trimmed);
            return new DatabaseAddress(Dialect.PostgreSql, display, trimmed, FilePath: null, secrets);
        }

        int scheme = trimmed.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && trimmed[..scheme].All(char.IsAsciiLetterOrDigit))
        {
            throw new FormatException($"'{trimmed[..scheme]}://' is not a database this tool knows; write sqlite:app.db or postgresql://user@host/database");
        }

        return trimmed.Contains('=', StringComparison.Ordinal)
            ? ReadConnectionString(trimmed, baseDirectory)
            : throw new FormatException("this is neither a database URL nor a connection string; a SQLite file is written sqlite:app.db");
    }

    private static DatabaseAddress ReadSqliteUrl(string rest, string baseDirectory)
    {
        if (rest.Contains('?', StringComparison.Ordinal))
        {
            throw new FormatException("a sqlite: URL takes no '?…' part; a question mark in a file name is written %3F");
        }

        string path = Uri.UnescapeDataString(rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest);
        bool isDrive = path is ['/', var letter, ':', ..] && char.IsAsciiLetter(letter);
        return SqliteFile(isDrive ? path[1..] : path, baseDirectory, builder: null);
    }

    private static DatabaseAddress ReadConnectionString(string text, string baseDirectory)
    {
        var builder = new DbConnectionStringBuilder();
        try
        {
            builder.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw new FormatException("this connection string can't be read: it is not a list of key=value pairs separated by ';'");
        }

        string? file = FileKeys.Select(key => Value(builder, key)).FirstOrDefault(value => value is not null);
        if (file is not null && !ServerKeys.Any(builder.ContainsKey))
        {
            return SqliteFile(file, baseDirectory, builder);
        }

        if (builder.ContainsKey("Host") || (builder.ContainsKey("Server") && PostgreSqlKeys.Any(builder.ContainsKey)))
        {
            var (display, secrets) = MaskedConnectionString.Of(builder);
            return new DatabaseAddress(Dialect.PostgreSql, display, text, FilePath: null, secrets);
        }

        throw new FormatException("this connection string is neither SQLite's (Data Source=app.db) nor PostgreSQL's (Host=…;Database=…)");
    }

    private static DatabaseAddress SqliteFile(string path, string baseDirectory, DbConnectionStringBuilder? builder)
    {
        if (path.Length == 0)
        {
            throw new FormatException("the SQLite address names no file; write sqlite:app.db");
        }

        if (path.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase) ||
            string.Equals(builder is null ? null : Value(builder, "Mode"), "Memory", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("an in-memory database vanishes with this command; name a file: sqlite:app.db");
        }

        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || path.Contains('|', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new FormatException("the SQLite address must be a plain file path: sqlite:app.db or sqlite:///abs/path.db");
        }

        string absolute = Path.GetFullPath(path, baseDirectory);
        var secrets = new List<string>();
        var connection = new DbConnectionStringBuilder();
        if (builder is not null)
        {
            secrets.AddRange(MaskedConnectionString.Of(builder).Secrets);
            foreach (string key in builder.Keys)
            {
                if (!FileKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
                {
                    connection[key] = builder[key];
                }
            }
        }

        connection["Data Source"] = absolute;
        return new DatabaseAddress(Dialect.Sqlite, "sqlite:" + path, connection.ConnectionString, absolute, secrets);
    }

    private static string? Value(DbConnectionStringBuilder builder, string key) =>
        builder.TryGetValue(key, out object? value) ? value.ToString() : null;
}
