using System;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Rules;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Makes a script's plan of its statements, which are given one by one; keeps numbers and hashes only.</summary>
/// <param name="start">Where the text begins in its file.</param>
/// <param name="options">Its options.</param>
/// <param name="dialect">The database's dialect.</param>
/// <param name="serverVersion">The server's major version; null plans what is safe on every supported one.</param>
internal sealed class PlanMaker(TextPlace start, MigrationOptions options, Dialect dialect, int? serverVersion) : IDisposable
{
    private readonly UnitCutter _cutter = new(start, options.Transaction);
    private readonly TemporaryObjects _temporaries = new();
    private readonly FreshLabels? _labels = dialect == Dialect.PostgreSql ? new FreshLabels() : null;
    private TemporaryUse? _setting;
    private bool? _foreignKeys = options.ForeignKeys ? true : null;
    private bool _leavesSessionState;
    private bool _seenOther;
    private bool _seenAny;

    /// <summary>Whether the text of a statement that begins with this keyword is looked at. Any other statement may come without it.</summary>
    public bool Reads(string firstKeyword) => firstKeyword == "CREATE" || _temporaries.IsAnyKnown
        || (dialect == Dialect.Sqlite
            ? firstKeyword == "PRAGMA"
            : _labels is { IsAnyKnown: true } || PostgreSqlSession.Reads(firstKeyword) || OutsideTransaction.Reads(firstKeyword));

    /// <summary>The next statement, with the SHA-256 over its tokens; empty where units are not told apart by hash.</summary>
    public void Take(SqlStatement statement, byte[] hash)
    {
        _seenAny = true;
        var placement = StatementPlacement.Of(statement, dialect, !options.Transaction, serverVersion);
        _leavesSessionState |= placement.LeavesSessionState;
        if (placement.ForeignKeys is { } value && !_seenOther)
        {
            // Only one that leads the script says how it wants to run; a later one sets things back.
            _foreignKeys ??= value;
        }

        _seenOther |= !placement.IsOption;
        if (_labels?.IsNamedIn(statement, _cutter.Units.Count) == true)
        {
            _cutter.CutBefore();
        }

        _cutter.Take(statement, placement, hash);
        _labels?.Take(statement, _cutter.UnitOfLast);
        _temporaries.Take(statement, _cutter.UnitOfLast);
        if (dialect == Dialect.PostgreSql && PostgreSqlSession.SetsOnce(statement))
        {
            _setting ??= new TemporaryUse(SetConfig.Name, _cutter.UnitOfLast, int.MaxValue) { IsSetting = true };
        }
    }

    /// <summary>The plan, once the script has ended.</summary>
    /// <param name="open">What the script leaves open.</param>
    /// <param name="todo">Where it says that it waits to be written.</param>
    public ScriptPlan Finish(Unterminated? open, TextPlace? todo)
    {
        _cutter.End();
        if (open is not null)
        {
            _cutter.Refusals.Add(new ScriptRefusal(RuleTable.Get("MIG0103"), open.Place, "The script ends inside something that is still open.", "Close it."));
        }

        if (todo is { } place && !_seenAny)
        {
            _cutter.Refusals.Add(new ScriptRefusal(RuleTable.Get(FileRuleIds.UpNotWritten), place, UnwrittenScript.UpMessage, UnwrittenScript.UpFix));
        }

        return new ScriptPlan(
            _cutter.Units.ToEquatableList(), _cutter.Units.Sum(u => u.Statements), _foreignKeys ?? false, _leavesSessionState, _cutter.Refusals.ToEquatableList())
        {
            Batching = options.Batch is { } rows ? new Batching(rows, options.Pause ?? TimeSpan.Zero) : null,
            Temporaries = _setting is { } setting && setting.Made < _cutter.Units.Count - 1
                ? _temporaries.UsedAcrossUnits.Append(setting).ToEquatableList()
                : _temporaries.UsedAcrossUnits,
        };
    }

    public void Dispose() => _cutter.Dispose();
}
