using System;
using System.Threading.Tasks;
using MigrationTooling.Planning;
using MigrationTooling.Sql;

namespace MigrationTooling.Execution;

/// <summary>Reads the next statement of a large script while the database works on this one; one ahead, so that memory stays that of two statements.</summary>
internal sealed class ReadAhead(UnitReader reader, int unit, bool isWorthIt) : IAsyncDisposable
{
    /// <summary>From this many bytes on, another thread gains more than it costs.</summary>
    public const long WorthIt = 1024 * 1024;

    private Task<SqlStatement?>? _next;

    /// <summary>The next statement; null at the unit's end.</summary>
    public async ValueTask<SqlStatement?> NextAsync()
    {
        var statement = _next is null ? Read() : await _next.ConfigureAwait(false);
        // What follows a COPY are its data, and they are read when the database takes them.
        _next = isWorthIt && statement is { HasCopyData: false } ? Task.Run(Read) : null;
        return statement;
    }

    /// <summary>Waits for what is being read: nobody may close the file under it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_next is not null)
        {
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private SqlStatement? Read() => reader.TryRead(unit, out var statement) ? statement : null;
}
