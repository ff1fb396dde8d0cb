using System;
using System.Collections.Generic;
using MigrationTooling.Rules;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>
/// Takes a script's statements one by one and cuts units: a BEGIN … COMMIT block is one, what stands between blocks is one, a
/// statement that can't be in a transaction is one of its own; with <c>transaction:false</c> every statement is.
/// </summary>
internal sealed class UnitCutter(TextPlace start, bool together) : IDisposable
{
    private readonly UnitHasher _hasher = new();
    private int _index;
    private int _first;
    private int _statements;
    private TextPlace _place = start;
    private SqlStatement? _begin;

    public List<UnitPlan> Units { get; } = [];

    public List<ScriptRefusal> Refusals { get; } = [];

    /// <summary>The unit, from 0, of the statement taken last.</summary>
    public int UnitOfLast => _statements > 0 ? Units.Count : Math.Max(Units.Count - 1, 0);

    /// <summary>What follows needs what came so far to be committed; inside the script's own transaction that is for the script to do.</summary>
    public void CutBefore()
    {
        if (_begin is null)
        {
            Cut(_index, inTransaction: true);
        }
    }

    public void Take(SqlStatement statement, StatementPlacement placement, byte[] hash)
    {
        switch (statement.Control)
        {
            case TransactionControl.None or TransactionControl.Savepoint or TransactionControl.Release or TransactionControl.RollbackTo:
                Ordinary(statement, placement, hash);
                break;
            case TransactionControl.Begin when _begin is null:
                Cut(_index, inTransaction: true);
                _begin = statement;
                break;
            case TransactionControl.Commit when _begin is not null:
                _begin = null;
                Cut(_index + 1, inTransaction: true);
                break;
            default:
                Refusals.Add(Unbalanced(statement));
                break;
        }

        _index++;
    }

    public void End()
    {
        if (_begin is not null)
        {
            Refusals.Add(new ScriptRefusal(
                RuleTable.Get("MIG0107"), _begin.Place, "This transaction is begun and never committed.", "Add the COMMIT, or take the BEGIN out: a script runs in a transaction anyway."));
        }

        if (_statements > 0 || Units.Count == 0)
        {
            Add(_index, inTransaction: true);
        }
        else if (Units[Units.Count - 1] is { } last)
        {
            // What trails the last unit is not run; it belongs to the script all the same.
            Units[Units.Count - 1] = last with { Count = _index - last.First };
        }
    }

    private void Ordinary(SqlStatement statement, StatementPlacement placement, byte[] hash)
    {
        if (placement.IsOption)
        {
            return;
        }

        if (!placement.InTransaction && _begin is not null)
        {
            Refusals.Add(new ScriptRefusal(
                RuleTable.Get("MIG0107"), statement.Place, $"{Name(statement, placement)} can't run inside a transaction, and the script begins one before it.",
                "Move it out of the BEGIN … COMMIT block."));
            return;
        }

        bool alone = _begin is null && (!together || !placement.InTransaction);
        if (alone)
        {
            Cut(_index, inTransaction: true);
        }

        if (_statements == 0)
        {
            _place = statement.Place;
        }

        _statements++;
        _hasher.Append(hash);
        if (alone)
        {
            Cut(_index + 1, placement.InTransaction, placement.Kind);
        }
    }

    private void Cut(int end, bool inTransaction, OutsideKind kind = OutsideKind.None)
    {
        if (_statements > 0)
        {
            Add(end, inTransaction, kind);
        }
    }

    private void Add(int end, bool inTransaction, OutsideKind kind = OutsideKind.None)
    {
        Units.Add(new UnitPlan(_first, end - _first, _statements, inTransaction, _hasher.Finish(), _place) { Kind = kind });
        _first = end;
        _statements = 0;
    }

    public void Dispose() => _hasher.Dispose();

    private static string Name(SqlStatement statement, StatementPlacement placement) =>
        placement.Kind == OutsideKind.None ? statement.Keywords[0] : placement.Kind.Words();

    private static ScriptRefusal Unbalanced(SqlStatement statement)
    {
        string words = string.Join(" ", statement.Keywords);
        return new ScriptRefusal(
            RuleTable.Get("MIG0107"), statement.Place,
            statement.Control == TransactionControl.Begin
                ? "A transaction is begun inside another one."
                : $"{words} ends no transaction that the script began, or in a way that can't be recorded with it.",
            "Use balanced BEGIN … COMMIT blocks, or none: a script runs in a transaction anyway.");
    }
}
