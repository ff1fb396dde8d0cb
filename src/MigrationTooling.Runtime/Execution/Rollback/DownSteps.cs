using System;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;

namespace MigrationTooling.Execution;

/// <summary>The steps of taking a migration back. What its up script did stays in the row until the last of them.</summary>
internal sealed class DownSteps(MigrationScript script, ScriptPlan plan, DownSource source) : IScriptSteps
{
    private const string Cancellation = "Cancelled by the operator.";

    private string About => $"down h1 {script.H1}, from the {(source == DownSource.File ? "file" : "history")}";

    /// <summary>Committed before the first unit.</summary>
    public RowStep Intent(HistoryRow row, int fromUnit, DateTimeOffset now)
    {
        var done = plan.Units.Take(fromUnit).ToArray();
        var intent = row with
        {
            State = MigrationState.RollingBack,
            Failure = null,
            Rollback = new RollbackProgress(done.Select(u => u.S1).ToEquatableList(), done.Sum(u => u.Statements), plan.Statements),
        };
        var step = Step(intent, JournalKind.RollbackIntent, now, About);
        return step with { Write = step.Write with { Doing = row.Id } };
    }

    public int StatementsDone(HistoryRow row) => row.Rollback?.StatementsDone ?? 0;

    public RowStep UnitDone(HistoryRow row, int unit, ScriptCapture capture, DateTimeOffset now)
    {
        if (unit < plan.Units.Count - 1)
        {
            return Step(Further(row, plan.Units[unit].Statements, plan.Units[unit].S1), JournalKind.UnitCompleted, now, About);
        }

        var step = Step(
            row with
            {
                State = MigrationState.RolledBack,
                UnitsDone = EquatableList<string>.Empty,
                StatementsDone = 0,
                FinishedOn = now,
                Failure = null,
                Rollback = null,
            },
            JournalKind.RolledBack, now, About);
        return script.Options.Store && capture.Stored(script.H1) is { } text ? step with { Write = step.Write with { Texts = EquatableList.Of(text) } } : step;
    }

    /// <summary>Failed is not dirty: with nothing committed the migration is applied as it was before.</summary>
    public RowStep Failed(HistoryRow row, RowFailure failure, int kept, DateTimeOffset now)
    {
        var reached = Further(row, kept, null) with { Failure = failure };
        return Step(reached.IsPartlyRolledBack ? reached : RollbackRecovery.Abandoned(row), JournalKind.RollbackFailed, now, failure.Reason);
    }

    public RowStep Cancelled(HistoryRow row, DateTimeOffset now) => row.IsPartlyRolledBack
        ? Step(row with { Failure = new RowFailure(Cancellation, null, null) }, JournalKind.RollbackFailed, now, Cancellation)
        : Step(RollbackRecovery.Abandoned(row), JournalKind.RollbackAbandoned, now, Cancellation);

    private static HistoryRow Further(HistoryRow row, int statements, string? unit)
    {
        var progress = row.Rollback!;
        return row with
        {
            Rollback = progress with
            {
                UnitsDone = unit is null ? progress.UnitsDone : progress.UnitsDone.Append(unit).ToEquatableList(),
                StatementsDone = progress.StatementsDone + statements,
            },
        };
    }

    private static RowStep Step(HistoryRow row, JournalKind kind, DateTimeOffset now, string detail) => new(
        row, new HistoryWrite(EquatableList.Of(new RowWrite(row, RowWriteKind.Rollback)), EquatableList.Of(RowSteps.Entry(row, kind, now, detail))));
}
