using System;
using System.Buffers;
using System.Text;
using MigrationTooling.Storage;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Native;

/// <summary>A prepared statement of our own, bound and stepped any number of times.</summary>
internal sealed class SqliteCursor : IDisposable
{
    private const int LongestTime = 32;

    private readonly SqliteDatabase _database;
    private readonly sqlite3_stmt _statement;
    private string?[]? _words;

    public SqliteCursor(SqliteDatabase database, sqlite3_stmt statement)
    {
        _database = database;
        _statement = statement;
    }

    /// <summary>Binds all parameters in order; null, text, integers and bytes.</summary>
    public SqliteCursor Bind(params ReadOnlySpan<object?> values)
    {
        raw.sqlite3_reset(_statement);
        for (int i = 0; i < values.Length; i++)
        {
            int rc = values[i] switch
            {
                null => raw.sqlite3_bind_null(_statement, i + 1),
                string text => raw.sqlite3_bind_text(_statement, i + 1, text),
                int number => raw.sqlite3_bind_int64(_statement, i + 1, number),
                long number => raw.sqlite3_bind_int64(_statement, i + 1, number),
                byte[] bytes => raw.sqlite3_bind_blob(_statement, i + 1, bytes),
                var other => throw new ArgumentException($"SQLite has no type for {other.GetType()}.", nameof(values)),
            };
            _database.Check(rc);
        }

        return this;
    }

    /// <summary>True while there is a row.</summary>
    public bool Step()
    {
        int rc = raw.sqlite3_step(_statement);
        if (rc == raw.SQLITE_ROW)
        {
            return true;
        }

        // The error has to be read before the reset, and the reset has to happen before anybody waits.
        var error = rc == raw.SQLITE_DONE ? null : _database.ErrorFor(rc);
        raw.sqlite3_reset(_statement);
        return error is null ? false : throw error;
    }

    /// <summary>Runs to the end, rows ignored.</summary>
    public void Run()
    {
        while (Step())
        {
            // A PRAGMA may answer rows that nobody needs.
        }
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    /// <summary>The same for a column that holds the same few words in row after row: a word is made once.</summary>
    public string Word(int column)
    {
        _words ??= new string?[raw.sqlite3_column_count(_statement)];
        var text = raw.sqlite3_column_text(_statement, column);
        int length = raw.sqlite3_column_bytes(_statement, column);
        if (_words[column] is { } last && IsSame(text, length, last))
        {
            return last;
        }

        return _words[column] = text.utf8_to_string() ?? "";
    }

    public string? WordOrNull(int column) => IsNull(column) ? null : Word(column);

    /// <summary>A time; null where the column holds none.</summary>
    public unsafe DateTimeOffset? Time(int column)
    {
        var text = raw.sqlite3_column_text(_statement, column);
        int length = raw.sqlite3_column_bytes(_statement, column);
        Span<char> characters = stackalloc char[LongestTime];
        fixed (byte* bytes = text)
        {
            return length <= LongestTime && Ascii.ToUtf16(new ReadOnlySpan<byte>(bytes, length), characters, out int written) == OperationStatus.Done
                ? HistoryValues.Time(characters[..written])
                : HistoryValues.Time(text.utf8_to_string());
        }
    }

    private static unsafe bool IsSame(utf8z text, int length, string word)
    {
        fixed (byte* bytes = text)
        {
            return Ascii.Equals(new ReadOnlySpan<byte>(bytes, length), word);
        }
    }

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <summary>The value as SQL text of <see cref="Encoding.UTF8"/>, exact enough to compare keys.</summary>
    public string Literal(int column) => TextOrNull(column) ?? "NULL";

    public void Dispose() => _statement.Dispose();
}
