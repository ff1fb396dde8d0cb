using System;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Planning;

/// <summary>Turns an operator's word about a migration into the row that says so, or into the reason why the word makes no sense. Pure.</summary>
public static class Resolver
{
    /// <summary>Decides.</summary>
    /// <param name="named">The migration.</param>
    /// <param name="script">Its up script as the file has it now; null where the file is gone.</param>
    /// <param name="as">Completed, pending or failed.</param>
    /// <param name="stamp">When, by whom, and the sequence that a new row would get.</param>
    public static Resolution Decide(NamedMigration named, ScriptPlan? script, MigrationState @as, OperatorStamp stamp)
    {
        if (named is null)
        {
            throw new ArgumentNullException(nameof(named));
        }

        return @as switch
        {
            MigrationState.Completed => Complete(named, script, stamp),
            MigrationState.Pending => Forget(named),
            MigrationState.Failed => Fail(named, script, stamp),
            _ => new Resolution.Senseless($"A migration can be resolved as completed, pending or failed, not as {@as.Word()}.", ""),
        };
    }

    private static Resolution Complete(NamedMigration named, ScriptPlan? script, OperatorStamp stamp)
    {
        if (named.State == MigrationState.Completed)
        {
            return AlreadySo(named);
        }

        var text = named.Up is { } up ? new RowText(up.H1, up.S1, named.Down?.H1, named.Down?.S1, up.Variant) : named.Row?.Text;
        if (text is null)
        {
            return new Resolution.Senseless($"'{named.Id}' has no script for this database, so there is nothing that could be completed.", "");
        }

        return new Resolution.Change(Completed(named, text, script, MigrationOrigin.Marked, stamp));
    }

    /// <summary>A row that says "applied" of a migration that this tool did not run.</summary>
    internal static HistoryRow Completed(NamedMigration named, RowText text, ScriptPlan? script, MigrationOrigin origin, OperatorStamp stamp)
    {
        var row = named.Row ?? new HistoryRow(named.Id, stamp.NextSequence, MigrationState.Pending, text) { RunOn = stamp.Now };
        int total = script?.Statements ?? row.StatementsTotal;
        return row with
        {
            State = MigrationState.Completed,
            Origin = origin,
            Text = text,
            UnitsDone = script is null ? row.UnitsDone : script.Units.Count > 1 ? script.Units.Select(u => u.S1).ToEquatableList() : EquatableList<string>.Empty,
            StatementsDone = total,
            StatementsTotal = total,
            InDoubt = null,
            FinishedOn = stamp.Now,
            Failure = null,
            Runner = row.Runner.Length > 0 ? row.Runner : stamp.Runner,
            ToolVersion = row.ToolVersion.Length > 0 ? row.ToolVersion : stamp.ToolVersion,
        };
    }

    private static Resolution Forget(NamedMigration named)
    {
        if (named.Row is not { } row || row.State is MigrationState.Pending or MigrationState.RolledBack)
        {
            return AlreadySo(named);
        }

        var to = row with
        {
            State = MigrationState.Pending,
            Origin = MigrationOrigin.Marked,
            UnitsDone = EquatableList<string>.Empty,
            StatementsDone = 0,
            Batches = row.Batches is null ? null : BatchProgress.None,
            InDoubt = null,
            FinishedOn = null,
            Failure = null,
        };
        return new Resolution.Change(to) { Forgets = row.IsApplied };
    }

    private static Resolution Fail(NamedMigration named, ScriptPlan? script, OperatorStamp stamp)
    {
        if (named.Row is not { State: MigrationState.InProgress or MigrationState.Failed } row)
        {
            return new Resolution.Senseless(
                $"'{named.Id}' is {named.State.Word()}, and only an attempt that did not end can have failed.",
                named.State == MigrationState.Completed ? $"If nothing of it is in the database: {MendingCommand.ResolveAsPending(named.Id)}" : "dotnet migrate status shows what there is.");
        }

        int kept = 0;
        for (int i = 0; i < row.UnitsDone.Count; i++)
        {
            if (script is null || i >= script.Units.Count || script.Units[i].S1 != row.UnitsDone[i])
            {
                return new Resolution.Senseless(
                    $"{row.UnitsDone.Count} units of '{named.Id}' are committed, and its file does not say any more which they are.",
                    $"Give the file its committed units back, or:\n{MendingCommand.Decide(named.Id)}");
            }

            kept += script.Units[i].Statements;
        }

        if (row.State == MigrationState.Failed && row.StatementsDone == kept && row.InDoubt is null)
        {
            return AlreadySo(named);
        }

        return new Resolution.Change(row with
        {
            State = MigrationState.Failed,
            StatementsDone = kept,
            InDoubt = null,
            FinishedOn = stamp.Now,
            Failure = row.Failure ?? new RowFailure("An operator said that the attempt failed.", null, null),
        });
    }

    private static Resolution.Senseless AlreadySo(NamedMigration named) =>
        new($"'{named.Id}' is {named.State.Word()} already.", "dotnet migrate status shows what there is.");
}

/// <summary>What came of an operator's word.</summary>
public abstract record Resolution
{
    private Resolution()
    {
    }

    /// <summary>It changes nothing, or nothing that could be so.</summary>
    /// <param name="Message">Why, in one sentence.</param>
    /// <param name="Fix">What can be done instead; empty where nothing can.</param>
    public sealed record Senseless(string Message, string Fix) : Resolution;

    /// <summary>The row that says it.</summary>
    /// <param name="To">The row to write.</param>
    public sealed record Change(HistoryRow To) : Resolution
    {
        /// <summary>True where an applied migration is forgotten: the next <c>up</c> runs it again.</summary>
        public bool Forgets { get; init; }
    }
}

/// <summary>When and by whom rows are written by hand.</summary>
/// <param name="Now">When.</param>
/// <param name="Runner">Who: user, host and process.</param>
/// <param name="ToolVersion">With which version.</param>
/// <param name="NextSequence">The sequence that the next new row gets.</param>
public sealed record OperatorStamp(DateTimeOffset Now, string Runner, string ToolVersion, long NextSequence);
