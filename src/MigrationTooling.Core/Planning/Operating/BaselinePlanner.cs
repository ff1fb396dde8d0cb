using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Planning;

/// <summary>Decides which rows record what was in a database before its history began. Pure.</summary>
public static class BaselinePlanner
{
    /// <summary>Why these migrations can't be recorded as being there; null where they can.</summary>
    public static (string Message, string Fix)? Conflict(IReadOnlyList<PlannedMigration> toMark)
    {
        if (toMark is null)
        {
            throw new ArgumentNullException(nameof(toMark));
        }

        var begun = toMark.FirstOrDefault(p => p.Row is { State: MigrationState.InProgress or MigrationState.Failed or MigrationState.RollingBack });
        return begun is null
            ? null
            : ($"'{begun.Migration.Id}' was begun by this tool and is {begun.Row!.State.Word()}, so it was not there before the history.",
                $"End it first: dotnet migrate retry {MendingCommand.Word(begun.Migration.Id)}\n{MendingCommand.Decide(begun.Migration.Id)}");
    }

    /// <summary>The rows, in order.</summary>
    /// <param name="toMark">What to record, in manifest order.</param>
    /// <param name="scriptOf">How a migration's script is cut; for the numbers of its statements.</param>
    /// <param name="stamp">When, by whom, and the first new sequence.</param>
    public static EquatableList<HistoryRow> Rows(IReadOnlyList<PlannedMigration> toMark, Func<PlannedMigration, ScriptPlan> scriptOf, OperatorStamp stamp)
    {
        if (stamp is null)
        {
            throw new ArgumentNullException(nameof(stamp));
        }

        return toMark.Select((p, i) => Resolver.Completed(
            new NamedMigration(p.Migration.Id, p.Row, p.Migration, p.Up, p.Down),
            new RowText(p.Up.H1, p.Up.S1, p.Down?.H1, p.Down?.S1, p.Up.Variant),
            scriptOf(p),
            MigrationOrigin.Baselined,
            stamp with { NextSequence = stamp.NextSequence + i }) with
        { Sequence = stamp.NextSequence + i }).ToEquatableList();
    }
}
