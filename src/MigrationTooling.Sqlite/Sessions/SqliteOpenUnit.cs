using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Sql;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.Sessions;

/// <summary>
/// A unit that can't be in a transaction (VACUUM, ATTACH, a PRAGMA of the file). Its history is written after it; all such statements of
/// SQLite may be run twice, so one whose outcome was not recorded is simply run again.
/// </summary>
internal sealed class SqliteOpenUnit(SqliteSession session, Func<HistoryWrite, ValueTask> write) : IUnit
{
    private readonly ScriptStatements _statements = new(session.Database, null);

    public ValueTask<long> CountChangedRowsAsync(CancellationToken cancellationToken) => new(0);

    public ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        _statements.Run(statement, cancellationToken);
        return default;
    }

    public async ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken)
    {
        await write(completion).ConfigureAwait(false);
        return [];
    }

    public ValueTask DisposeAsync() => default;
}
