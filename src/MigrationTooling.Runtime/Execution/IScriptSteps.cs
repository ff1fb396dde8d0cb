using System;
using MigrationTooling.History;

namespace MigrationTooling.Execution;

/// <summary>What the steps of running a script write into its migration's row: the difference between applying and taking back. Values only.</summary>
internal interface IScriptSteps
{
    /// <summary>The statements of the script that are committed, as the row tells.</summary>
    int StatementsDone(HistoryRow row);

    /// <summary>A unit is about to commit; written in its own transaction.</summary>
    /// <param name="row">The row as the step before left it.</param>
    /// <param name="unit">The unit's index.</param>
    /// <param name="capture">The text as far as it was read; with the last unit, all of it.</param>
    /// <param name="now">When.</param>
    RowStep UnitDone(HistoryRow row, int unit, ScriptCapture capture, DateTimeOffset now);

    /// <summary>A unit failed.</summary>
    /// <param name="row">The row as the step before left it.</param>
    /// <param name="failure">Why.</param>
    /// <param name="kept">Statements of the unit that may be kept although it failed; 0 where its transaction was rolled back.</param>
    /// <param name="now">When.</param>
    RowStep Failed(HistoryRow row, RowFailure failure, int kept, DateTimeOffset now);

    /// <summary>A unit was cancelled and rolled back.</summary>
    RowStep Cancelled(HistoryRow row, DateTimeOffset now);
}

/// <summary>A row after a step, and the write that makes it so.</summary>
internal sealed record RowStep(HistoryRow Row, HistoryWrite Write);
