using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>
/// A unit in its transaction. Its statements are gathered and sent together, with BEGIN and fence before the first and the history and
/// COMMIT behind the last: a small unit is one round trip.
/// </summary>
internal sealed class ServerUnit : IUnit
{
    private const int MostStatements = 200;
    private const int MostCharacters = 256 * 1024;

    private readonly WorkSession _work;
    private readonly UnitStart _start;
    private Pipeline _pipeline = new();
    private int _characters;
    private long _changed;
    private bool _isOpen;
    private SqlStatement? _last;

    public ServerUnit(WorkSession work, UnitStart start)
    {
        _work = work;
        _start = start;
        _pipeline.Add(StepKind.Plumbing, "BEGIN");
        if (work.IsTouched)
        {
            work.Settings.AsOurselves(_pipeline, AddFence);
        }
        else
        {
            AddFence(_pipeline);
        }

        work.Touched();
    }

    public async ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _pipeline.Add(statement);
        _last = statement;
        _characters += statement.Text.Length;
        if (_pipeline.Count >= MostStatements || _characters >= MostCharacters)
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CopyAsync(SqlStatement statement, Func<string?> nextLine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await SendAsync(cancellationToken).ConfigureAwait(false);
        _last = statement;
        try
        {
            await _work.Session.CopyAsync(statement, nextLine, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw await FaultAsync(e, _pipeline).ConfigureAwait(false);
        }
    }

    public async ValueTask<long> CountChangedRowsAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        return _changed;
    }

    public async ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _pipeline.Add(StepKind.Constraints, "SET CONSTRAINTS ALL IMMEDIATE");
        _work.Settings.Own(_pipeline);
        Fence.AddStillOurs(_pipeline, _work.Names, _work.Token);
        _work.History.Write(_pipeline, completion, _work.Token);
        _pipeline.Add(StepKind.Commit, "COMMIT");
        await SendAsync(cancellationToken).ConfigureAwait(false);
        _isOpen = false;
        return _work.Session.TakeNotices();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOpen)
        {
            _isOpen = false;
            await _work.Session.RollbackAsync().ConfigureAwait(false);
        }
    }

    private void AddFence(Pipeline pipeline) => Fence.Add(pipeline, _work.Names, _work.Token, _start.Row);

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var pipeline = _pipeline;
        _pipeline = new Pipeline();
        _characters = 0;
        _isOpen = true;
        try
        {
            await _work.Session.RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
            _changed += pipeline.ChangedRows;
        }
        catch (ServerError e)
        {
            throw await FaultAsync(e, pipeline).ConfigureAwait(false);
        }
    }

    private async ValueTask<DatabaseFaultException> FaultAsync(ServerError error, Pipeline pipeline)
    {
        await DisposeAsync().ConfigureAwait(false);
        if (Fence.IsRefusal(error, StepKind.Fence))
        {
            return await Fence.LostAsync(_work.Session, _work.Names, _work.Token, _start.Row.Id, error).ConfigureAwait(false);
        }

        return Fence.IsRefusal(error, StepKind.StillOurs) && Culprit(pipeline) is { } culprit
            ? new DatabaseFaultException(new DatabaseFault.TransactionEnded("The transaction of this unit was ended, and not by an error.", culprit), error)
            : ServerFaults.OfUnit(error);
    }

    private SqlStatement? Culprit(Pipeline pipeline) =>
        pipeline.LastStatement(s => s.Text.Contains("COMMIT", StringComparison.OrdinalIgnoreCase) || s.Text.Contains("ROLLBACK", StringComparison.OrdinalIgnoreCase)) ?? _last;
}
