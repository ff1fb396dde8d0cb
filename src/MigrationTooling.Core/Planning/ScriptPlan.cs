using System;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>How a script is run: its units, and what it wants of the session.</summary>
/// <param name="Units">In order; at least one where nothing is refused.</param>
/// <param name="Statements">Statements that are run: those that a unit holds.</param>
/// <param name="ForeignKeys">SQLite: foreign keys stay enforced.</param>
/// <param name="LeavesSessionState">It sets what outlives its transaction (PRAGMA, ATTACH, temporary tables), so the session is reset after it.</param>
/// <param name="Refusals">Why it can't be run as it is; none for a sound script.</param>
public sealed record ScriptPlan(
    EquatableList<UnitPlan> Units,
    int Statements,
    bool ForeignKeys,
    bool LeavesSessionState,
    EquatableList<ScriptRefusal> Refusals)
{
    /// <summary>How its one statement is repeated; null for a script that runs once.</summary>
    public Batching? Batching { get; init; }

    /// <summary>Temporary objects that one unit makes and a later one names.</summary>
    public EquatableList<TemporaryUse> Temporaries { get; init; } = EquatableList<TemporaryUse>.Empty;
}

/// <summary>A script's one statement runs again and again, each time in a transaction of its own, until it changes no row.</summary>
/// <param name="Rows">The most rows that one transaction may change.</param>
/// <param name="Pause">How long to wait between two.</param>
public sealed record Batching(int Rows, TimeSpan Pause);

/// <summary>Statements that commit together.</summary>
/// <param name="First">The index in the script, from 0, of its first statement; transaction control is counted.</param>
/// <param name="Count">How many statements of the script it spans; those that are not run are counted.</param>
/// <param name="Statements">How many of them are run.</param>
/// <param name="InTransaction">False for a statement that can't be in a transaction.</param>
/// <param name="S1">Hash over the tokens of the statements that are run.</param>
/// <param name="Place">Where it begins.</param>
public sealed record UnitPlan(int First, int Count, int Statements, bool InTransaction, string S1, TextPlace Place)
{
    /// <summary>What its one statement is, where it can't be in a transaction on PostgreSQL.</summary>
    public OutsideKind Kind { get; init; }
}

/// <summary>Why a script can't be run as it is.</summary>
public sealed record ScriptRefusal(Rule Rule, TextPlace Place, string Message, string Fix)
{
    /// <summary>The same of a script that takes a migration back: one that is not written yet is another rule there.</summary>
    public static ScriptRefusal OfDown(ScriptRefusal refusal) => refusal is { Rule.Id: FileRuleIds.UpNotWritten }
        ? refusal with { Rule = RuleTable.Get(FileRuleIds.DownNotWritten), Message = UnwrittenScript.DownMessage, Fix = UnwrittenScript.DownFix }
        : refusal ?? throw new System.ArgumentNullException(nameof(refusal));
}
