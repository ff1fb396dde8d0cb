using System;
using MigrationTooling.Npgsql.Connections;

namespace MigrationTooling.Npgsql.History;

/// <summary>Takes the statements that write the history: sends them with a pipeline, or writes them into a script, where some values are only known once it is run.</summary>
internal interface IHistorySql
{
    /// <summary>A statement with its values in the order of <c>$1</c>, <c>$2</c> ….</summary>
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
