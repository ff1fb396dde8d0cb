using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Exactly what is known of a migration that did not end, for the person who has to decide. Pure.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">What its row says.</param>
/// <param name="StatementsDone">Statements that are committed, or may be.</param>
/// <param name="StatementsTotal">Statements of its script.</param>
/// <param name="Units">Its units in order; none where its file is gone.</param>
public sealed record UnfinishedFacts(string Id, MigrationState State, int StatementsDone, int StatementsTotal, EquatableList<UnitFact> Units)
{
    /// <summary>What its batches committed; null for a script that runs once.</summary>
    public BatchProgress? Batches { get; init; }

    /// <summary>The facts of a row beside the script that its file has now.</summary>
    public static UnfinishedFacts Of(HistoryRow row, ScriptPlan? script)
    {
        if (row is null)
        {
            throw new ArgumentNullException(nameof(row));
        }

        var units = new List<UnitFact>();
        int done = 0;
        for (int i = 0; i < (script?.Units.Count ?? 0); i++)
        {
            var unit = script!.Units[i];
            bool committed = row.IsApplied || i < row.UnitsDone.Count;
            var fate = !committed ? (row.InDoubt?.Unit == i || (i == row.UnitsDone.Count && row.StatementsDone > done) ? UnitFate.InDoubt : UnitFate.NotRun)
                : row.IsApplied || row.UnitsDone[i] == unit.S1 ? UnitFate.Committed
                : UnitFate.Changed;
            done += committed ? unit.Statements : 0;
            units.Add(new UnitFact(i + 1, unit.Place, unit.Statements, fate));
        }

        return new UnfinishedFacts(row.Id, row.State, row.StatementsDone, script?.Statements ?? row.StatementsTotal, units.ToEquatableList()) { Batches = row.Batches };
    }

    /// <summary>One sentence, then a line for each unit of several.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"'{Id}' is {State.Word()}: {StatementsDone} of {StatementsTotal} statements are recorded as committed"
            + (Units.Count == 0 ? ", and its file is gone." : ".");
        if (Batches is { Count: > 0 })
        {
            yield return $"  {Batches} are committed.";
        }

        foreach (var unit in Units.Where(_ => Units.Count > 1 || Units[0].Fate is UnitFate.InDoubt or UnitFate.Changed))
        {
            yield return $"  unit {unit.Number} (line {unit.Place.Line}, {unit.Statements} {(unit.Statements == 1 ? "statement" : "statements")}): {Words(unit.Fate)}";
        }
    }

    private static string Words(UnitFate fate) => fate switch
    {
        UnitFate.Committed => "committed",
        UnitFate.Changed => "committed with another text than the file has now",
        UnitFate.InDoubt => "in doubt: it may be committed or not",
        _ => "not run",
    };
}

/// <summary>One unit of an unfinished migration.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Place">Where it begins in the file.</param>
/// <param name="Statements">How many statements it runs.</param>
/// <param name="Fate">What became of it.</param>
public sealed record UnitFact(int Number, TextPlace Place, int Statements, UnitFate Fate);

/// <summary>What became of a unit.</summary>
public enum UnitFate
{
    /// <summary>Nothing of it is in the database.</summary>
    NotRun = 0,

    /// <summary>It is committed.</summary>
    Committed = 1,

    /// <summary>A unit with another text is committed in its place.</summary>
    Changed = 2,

    /// <summary>Its transaction ended in a way that leaves open what was kept.</summary>
    InDoubt = 3,
}
