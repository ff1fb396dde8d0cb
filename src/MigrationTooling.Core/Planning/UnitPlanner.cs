using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Rules;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Cuts a script into units. Pure: reads the text once, as a stream, and keeps numbers and hashes only.</summary>
public static class UnitPlanner
{
    /// <summary>Plans a script.</summary>
    /// <param name="text">Its normalised text; disposed.</param>
    /// <param name="start">Where the text begins in its file.</param>
    /// <param name="options">Its options.</param>
    /// <param name="dialect">The database's dialect.</param>
    /// <param name="hashUnits">False leaves the units' hashes out; they tell units apart, so a script of one unit needs none.</param>
    /// <param name="serverVersion">The server's major version; null plans what is safe on every supported one.</param>
    public static ScriptPlan Plan(TextReader text, TextPlace start, MigrationOptions options, Dialect dialect, bool hashUnits = true, int? serverVersion = null)
    {
        using var reader = new StatementReader(text, dialect, start, hashUnits);
        using var cutter = new UnitCutter(start, options.Transaction);
        bool? foreignKeys = options.ForeignKeys ? true : null;
        bool leavesSessionState = false;
        bool seenOther = false;
        bool seenAny = false;
        var temporaries = new TemporaryObjects();
        var labels = dialect == Dialect.PostgreSql ? new FreshLabels() : null;
        while (reader.TryRead(out var statement))
        {
            seenAny = true;
            var placement = StatementPlacement.Of(statement, dialect, !options.Transaction, serverVersion);
            leavesSessionState |= placement.LeavesSessionState;
            if (placement.ForeignKeys is { } value && !seenOther)
            {
                // Only one that leads the script says how it wants to run; a later one sets things back.
                foreignKeys ??= value;
            }

            seenOther |= !placement.IsOption;
            if (labels?.IsNamedIn(statement, cutter.Units.Count) == true)
            {
                cutter.CutBefore();
            }

            cutter.Take(statement, placement, reader.StatementHash);
            labels?.Take(statement, cutter.UnitOfLast);
            temporaries.Take(statement, cutter.UnitOfLast);
        }

        cutter.End();
        if (reader.Unterminated is { } open)
        {
            cutter.Refusals.Add(new ScriptRefusal(RuleTable.Get("MIG0103"), open.Place, "The script ends inside something that is still open.", "Close it."));
        }

        if (reader.Todo is { } todo && !seenAny)
        {
            cutter.Refusals.Add(new ScriptRefusal(RuleTable.Get(FileRuleIds.UpNotWritten), todo, UnwrittenScript.UpMessage, UnwrittenScript.UpFix));
        }

        return new ScriptPlan(
            cutter.Units.ToEquatableList(), cutter.Units.Sum(u => u.Statements), foreignKeys ?? false, leavesSessionState, cutter.Refusals.ToEquatableList())
        {
            Batching = options.Batch is { } rows ? new Batching(rows, options.Pause ?? TimeSpan.Zero) : null,
            Temporaries = temporaries.UsedAcrossUnits,
        };
    }
}
