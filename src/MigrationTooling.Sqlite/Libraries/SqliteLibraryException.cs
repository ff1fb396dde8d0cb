using System;

namespace MigrationTooling.Sqlite;

/// <summary>The SQLite library that was asked for can't be used; the message says which and why.</summary>
public sealed class SqliteLibraryException : Exception
{
    /// <summary>Takes the sentence shown to the user.</summary>
    public SqliteLibraryException(string message)
        : base(message)
    {
    }

    /// <summary>Takes the sentence shown to the user and what caused it.</summary>
    public SqliteLibraryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
