using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Sql;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Sessions;

/// <summary>A unit in its transaction.</summary>
internal sealed class SqliteUnit : IUnit
{
    private readonly SqliteSession _session;
    private readonly ScriptStatements _statements;
    private readonly long _token;
    private readonly UnitStart _start;
    private long _further;
    private long _changed;
    private bool _committed;

    public SqliteUnit(SqliteSession session, long token, UnitStart start)
    {
        _session = session;
        _token = token;
        _start = start;
        _statements = new ScriptStatements(session.Database, session.ForeignKeys);
        session.RefuseCommits(true);
    }

    /// <summary>The transaction is open and the fence is passed.</summary>
    public void Begun() => _session.ForeignKeys.BeginUnit(_start.IsFirst);

    public ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        long before = raw.sqlite3_total_changes(_session.Database.Handle);
        _statements.Run(statement, cancellationToken);
        if (statement.Keywords is ["DELETE" or "UPDATE" or "INSERT" or "REPLACE" or "WITH", ..])
        {
            CountRows(before);
        }

        return _session.Database.InTransaction
            ? default
            : throw new DatabaseFaultException(new DatabaseFault.TransactionEnded("This statement ended the transaction that it ran in.", statement));
    }

    public ValueTask<long> CountChangedRowsAsync(CancellationToken cancellationToken) => new(_changed);

    public async ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken)
    {
        try
        {
            var notes = _session.ForeignKeys.Check(_start).Concat(Cascades()).ToArray();
            Fence.CheckFile(_session.Database);
            _session.History.Write(completion, _token);
            _session.RefuseCommits(false);
            await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
            _committed = true;
            return notes;
        }
        catch (SqliteError e)
        {
            var fault = Faults.From(e, _session.File).Fault;
            _session.Rollback();
            throw new DatabaseFaultException(
                fault is DatabaseFault.FileReplaced ? fault : new DatabaseFault.Commit($"The commit failed: {fault.Message}", fault.Code) { Remedy = fault.Remedy }, e);
        }
    }

    private void CountRows(long before)
    {
        long all = raw.sqlite3_total_changes(_session.Database.Handle) - before;

        // Without any change it still answers for the statement before.
        long own = all == 0 ? 0 : raw.sqlite3_changes(_session.Database.Handle);
        _changed += own;
        _further += _start.ForeignKeys ? all - own : 0;
    }

    private IEnumerable<string> Cascades() => _further > 0
        ? [$"With foreign_keys:on, {_further.ToString(CultureInfo.InvariantCulture)} further rows were changed by cascades and triggers."]
        : [];

    public ValueTask DisposeAsync()
    {
        _session.Rollback();
        _session.RefuseCommits(false);
        if (!_committed)
        {
            _session.ForeignKeys.Forget();
        }

        return default;
    }
}
