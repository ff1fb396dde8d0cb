using System;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>The history write of each step of the protocol, made of values only.</summary>
internal static class RowSteps
{
    /// <summary>Committed before the first unit: from now on the attempt is known, whatever dies.</summary>
    public static HistoryRow Intent(PlannedMigration migration, ScriptPlan script, int fromUnit, long sequence, RunnerIdentity runner, DateTimeOffset now)
    {
        var text = new RowText(migration.Up.H1, migration.Up.S1, migration.Down?.H1, migration.Down?.S1, migration.Up.Variant);
        return new HistoryRow(migration.Migration.Id, sequence, MigrationState.InProgress, text)
        {
            FormerIds = FormerIds(migration),
            Attempt = (migration.Row?.Attempt ?? 0) + 1,
            UnitsDone = script.Units.Take(fromUnit).Select(u => u.S1).ToEquatableList(),
            StatementsDone = script.Units.Take(fromUnit).Sum(u => u.Statements),
            StatementsTotal = script.Statements,
            Batches = script.Batching is null ? null : migration.Row is { IsPartlyApplied: true } row ? row.Batches ?? BatchProgress.None : BatchProgress.None,
            InDoubt = migration.Row?.InDoubt,
            RunOn = now,
            Runner = runner.Name,
            ToolVersion = runner.ToolVersion,
        };
    }

    /// <summary>Written in the unit's own transaction.</summary>
    public static HistoryRow UnitDone(HistoryRow row, UnitPlan unit, bool isLast, bool isOnly, DateTimeOffset now) => row with
    {
        State = isLast ? MigrationState.Completed : MigrationState.InProgress,
        UnitsDone = isOnly ? EquatableList<string>.Empty : row.UnitsDone.Append(unit.S1).ToEquatableList(),
        StatementsDone = row.StatementsDone + unit.Statements,
        FinishedOn = isLast ? now : null,
    };

    /// <summary>Written before a statement that can't be in a transaction: what there was.</summary>
    public static RowStep StatementIntent(HistoryRow row, PreImage image, DateTimeOffset now)
    {
        var about = row with { InDoubt = image };
        string detail = $"unit {image.Unit + 1}: {image.Target.Kind.Words()} {image.Target.Name}".TrimEnd();
        return new RowStep(about, new HistoryWrite(
            EquatableList.Of(new RowWrite(about, row.State == MigrationState.RollingBack ? RowWriteKind.Rollback : RowWriteKind.Progress) { WithDoubt = true }),
            EquatableList.Of(Entry(row, JournalKind.StatementIntent, now, detail))));
    }

    /// <summary>Written where a statement in doubt is settled and not run again: nothing of it is there any more.</summary>
    public static RowStep Settled(HistoryRow row, string proof, DateTimeOffset now)
    {
        var settled = row with { InDoubt = null };
        return new RowStep(settled, new HistoryWrite(
            EquatableList.Of(new RowWrite(settled, row.State == MigrationState.RollingBack ? RowWriteKind.Rollback : RowWriteKind.Progress) { WithDoubt = true }),
            EquatableList.Of(Entry(row, JournalKind.Recovered, now, proof))));
    }

    /// <summary>The same write, and with it whether the row's statement is still in doubt.</summary>
    public static RowStep WithDoubt(RowStep step) => step with
    {
        Write = step.Write with { Rows = step.Write.Rows.Select(r => r with { WithDoubt = true }).ToEquatableList() },
    };

    /// <summary>The same write, with an entry before its own.</summary>
    public static RowStep After(JournalEntry? entry, RowStep step) => entry is null ? step : step with
    {
        Write = step.Write with { Journal = new[] { entry }.Concat(step.Write.Journal).ToEquatableList() },
    };

    /// <summary>Written in the batch's own transaction.</summary>
    public static RowStep BatchDone(HistoryRow row, long rows)
    {
        var done = row with { Batches = (row.Batches ?? BatchProgress.None).And(rows) };
        return new RowStep(done, new HistoryWrite(EquatableList.Of(new RowWrite(done, RowWriteKind.Batch)), EquatableList<JournalEntry>.Empty));
    }

    public static HistoryRow Failed(HistoryRow row, RowFailure failure, int keptStatements, DateTimeOffset now) => row with
    {
        State = MigrationState.Failed,
        StatementsDone = row.StatementsDone + keptStatements,
        FinishedOn = now,
        Failure = failure,
    };

    /// <summary>An attempt whose runner died before anything of it was committed.</summary>
    public static HistoryRow Settled(HistoryRow row, DateTimeOffset now) => row with
    {
        State = MigrationState.Failed,
        FinishedOn = now,
        Failure = new RowFailure($"Its runner ({row.Runner}) died before anything of it was committed.", null, null),
    };

    /// <summary>The write of an intent. An attempt that failed under a former id goes on in the same row.</summary>
    public static HistoryWrite IntentWrite(PlannedMigration migration, HistoryRow row, DateTimeOffset now)
    {
        string? former = migration.Row is { } earlier && earlier.Id != row.Id ? earlier.Id : null;
        var intent = Entry(row, JournalKind.Intent, now);
        return new HistoryWrite(
            EquatableList.Of(new RowWrite(row, row.Attempt == 1 ? RowWriteKind.New : RowWriteKind.Any, former)),
            former is null ? EquatableList.Of(intent) : EquatableList.Of(Entry(row, JournalKind.Renamed, now, former), intent))
        {
            Doing = row.Id,
        };
    }

    /// <summary>Written where the run ends before a migration begins whose intent is committed: its row is again what it was.</summary>
    /// <param name="announced">The row as the intent left it.</param>
    /// <param name="before">The row before the intent; null where there was none.</param>
    /// <param name="now">When.</param>
    public static HistoryWrite Withdrawal(HistoryRow announced, HistoryRow? before, DateTimeOffset now)
    {
        // Its number is taken: the journal tells of this attempt.
        var row = before is null ? announced with { State = MigrationState.Pending } : before with { Attempt = announced.Attempt };
        return new HistoryWrite(
            EquatableList.Of(new RowWrite(row)),
            EquatableList.Of(Entry(announced, JournalKind.Cancelled, now, "The run ended before this attempt began.")));
    }

    /// <summary>A write of one row, which is there already, with the journal entry that tells of it.</summary>
    public static HistoryWrite Write(HistoryRow row, JournalKind kind, DateTimeOffset now, string? detail = null) =>
        new(EquatableList.Of(new RowWrite(row, RowWriteKind.Progress)), EquatableList.Of(Entry(row, kind, now, detail)));

    private static EquatableList<string> FormerIds(PlannedMigration migration) => migration.Row is not { } row ? EquatableList<string>.Empty
        : row.Id == migration.Migration.Id ? row.FormerIds
        : row.FormerIds.Append(row.Id).ToEquatableList();

    public static JournalEntry Entry(HistoryRow row, JournalKind kind, DateTimeOffset now, string? detail = null) => new(now, kind, row.Id)
    {
        Attempt = row.Attempt,
        H1 = row.Text.H1,
        S1 = row.Text.S1,
        Detail = detail,
    };

    /// <summary>Everything of a plan that runs no script, in one transaction.</summary>
    public static HistoryWrite Changes(MigrationPlan plan, DateTimeOffset now)
    {
        var settled = plan.Settlements.Select(row => Settled(row, now)).ToArray();
        var owner = plan.DeadOwner is { } dead
            ? new[] { new JournalEntry(now, JournalKind.Recovered) { Detail = dead + ", the owner, is gone." } }
            : [];
        return new HistoryWrite(
            plan.Abandonments.Select(c => new RowWrite(c.To, RowWriteKind.Rollback))
                .Concat(plan.Adoptions.Select(c => new RowWrite(c.To, ReplacesId: c.From.Id)))
                .Concat(plan.Restamps.Select(c => new RowWrite(c.To)))
                .Concat(settled.Select(row => new RowWrite(row, RowWriteKind.Progress)))
                .ToEquatableList(),
            owner.Concat(plan.Abandonments.Select(c => Entry(c.To, JournalKind.RollbackAbandoned, now, "Nothing of it was committed; its runner is gone.")))
                .Concat(plan.Adoptions.Select(c => Entry(c.To, JournalKind.Renamed, now, c.From.Id)))
                .Concat(plan.Restamps.Select(c => Entry(c.To, JournalKind.Restamped, now, "h1 was " + c.From.Text.H1)))
                .Concat(settled.Select(row => Entry(row, JournalKind.Recovered, now, row.Failure!.Reason)))
                .ToEquatableList());
    }
}
