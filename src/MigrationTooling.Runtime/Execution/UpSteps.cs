using System;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Planning;

namespace MigrationTooling.Execution;

/// <summary>The steps of applying a migration.</summary>
internal sealed class UpSteps(PlannedMigration migration, ScriptPlan script, bool addsToLock) : IScriptSteps
{
    public int StatementsDone(HistoryRow row) => row.StatementsDone;

    public RowStep UnitDone(HistoryRow row, int unit, ScriptCapture capture, DateTimeOffset now)
    {
        bool isLast = unit == script.Units.Count - 1;
        var done = RowSteps.UnitDone(row, script.Units[unit], isLast, script.Units.Count == 1, now);
        var write = RowSteps.Write(done, isLast ? JournalKind.Completed : JournalKind.UnitCompleted, now, isLast && addsToLock && !migration.Migration.IsLocked ? LockOrigin.AddsLine : null);
        return new RowStep(done, isLast && migration.Up.Options.Store ? write with { Texts = capture.Texts(migration) } : write);
    }

    public RowStep Failed(HistoryRow row, RowFailure failure, int kept, DateTimeOffset now)
    {
        var failed = RowSteps.Failed(row, failure, kept, now);
        return new RowStep(failed, RowSteps.Write(failed, JournalKind.Failed, now, failure.Reason));
    }

    public RowStep Cancelled(HistoryRow row, DateTimeOffset now)
    {
        var cancelled = RowSteps.Failed(row, new RowFailure("Cancelled by the operator.", null, null), 0, now);
        return new RowStep(cancelled, RowSteps.Write(cancelled, JournalKind.Cancelled, now));
    }
}
