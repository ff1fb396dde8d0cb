using System;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.History;

/// <summary>Takes the statements that write the history: runs them, or writes them into a script, where some values are only known once it is run.</summary>
internal interface IHistorySql
{
    /// <summary>A statement with its values in the order of its question marks.</summary>
    void Run(string sql, params ReadOnlySpan<object?> values);

    /// <summary>A time as a value.</summary>
    object Time(DateTimeOffset time);

    /// <summary>A row's sequence as a value.</summary>
    object Sequence(long sequence);

    /// <summary>The owner's fencing token as a value.</summary>
    object Token(long token);

    /// <summary>The token that a new owner gets.</summary>
    object NewToken(long token);
}

/// <summary>Runs the statements at once.</summary>
internal sealed class LiveHistorySql(SqliteDatabase database) : IHistorySql
{
    public void Run(string sql, params ReadOnlySpan<object?> values) => database.Cursor(sql).Bind(values).Run();

    public object Time(DateTimeOffset time) => HistoryValues.Time(time);

    public object Sequence(long sequence) => sequence;

    public object Token(long token) => token;

    public object NewToken(long token) => token;
}
