using MigrationTooling.History;
using MigrationTooling.Planning;

namespace MigrationTooling.Execution;

/// <summary>What a failed script left in the database, in words.</summary>
internal static class LeftBehind
{
    /// <summary>The words.</summary>
    /// <param name="row">The row before the unit that failed.</param>
    /// <param name="plan">How the script is cut.</param>
    /// <param name="unit">The unit that failed, from 0.</param>
    /// <param name="done">How many statements the units before it have.</param>
    /// <param name="kept">How many statements of a transaction that ended by itself may be kept.</param>
    /// <param name="outside">What is known of a statement that can't be in a transaction; null for any other.</param>
    public static string Words(HistoryRow row, ScriptPlan plan, int unit, int done, int kept, string? outside)
    {
        string before = Committed(plan, unit, done);
        return outside is not null ? $"{(unit == 0 ? "" : before + ". ")}Of unit {unit + 1}: {outside}"
            : row.Batches is { Count: > 0 } batches ? $"{batches} are committed, and up goes on behind them; the batch that failed was rolled back."
            : kept > 0 ? "Its transaction ended under it: what ran before may be kept or not."
            : unit == 0 ? "Nothing: its transaction was rolled back."
            : $"{before}; unit {unit + 1} was rolled back.";
    }
    /// <summary>The words where the script could not even be opened.</summary>
    public static string Unopened(HistoryRow row, ScriptPlan plan, int from, int done)
    {
        string doubt = row.InDoubt is null ? "" : $" What became of unit {from + 1} when it was interrupted is not decided.";
        return row.Batches is { Count: > 0 } batches ? $"{batches} are committed, and up goes on behind them; no further batch was begun."
            : (from == 0 ? "Nothing of this attempt: it had not begun." : Committed(plan, from, done) + "; nothing behind them was begun.") + doubt;
    }

    private static string Committed(ScriptPlan plan, int units, int done) =>
        units == 0 ? "" : $"Its first {done} of {plan.Statements} statements are committed (units 1 to {units} of {plan.Units.Count})";
}
