using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>
/// The intent of the migration that runs next, committed with the step that completes the one before it: a migration then costs one commit
/// and not two. Where the run ends before that migration begins, its intent is withdrawn.
/// </summary>
internal sealed class NextIntent(PlannedMigration migration, ScriptPlan script, long sequence, RunnerIdentity identity, TimeProvider clock, Func<bool> isEnding)
{
    private HistoryRow? _written;

    /// <summary>The row as it was committed; null where the intent has still to be written.</summary>
    public HistoryRow? Row { get; private set; }

    /// <summary>
    /// Whether it may be written so: with nothing of an earlier attempt to take up, the row can be put back as it was, and the session need not
    /// be looked at before the first unit.
    /// </summary>
    public static bool MayGoAhead(PlannedMigration migration, ScriptPlan script) =>
        script.Units is [{ InTransaction: true }, ..]
        && (migration.Row is null
            || (migration.Row.Id == migration.Migration.Id && migration.Row is { State: MigrationState.Pending or MigrationState.RolledBack, IsPartlyApplied: false }));

    /// <summary>The step that completes the migration before, and with it this intent, unless the run is asked to end.</summary>
    public RowStep With(RowStep completing)
    {
        _written = null;
        if (isEnding())
        {
            return completing;
        }

        var now = clock.GetUtcNow();
        _written = RowSteps.Intent(migration, script, 0, sequence, identity, now);
        var intent = RowSteps.IntentWrite(migration, _written, now);
        return completing with
        {
            Write = completing.Write with
            {
                Rows = completing.Write.Rows.Concat(intent.Rows).ToEquatableList(),
                Journal = completing.Write.Journal.Concat(intent.Journal).ToEquatableList(),
                Doing = intent.Doing,
            },
        };
    }

    /// <summary>The step is committed.</summary>
    public void Committed() => Row = _written;

    /// <summary>The migration begins: from now on its row tells how it ended.</summary>
    public void Begun() => _written = null;

    /// <summary>Takes it back, where the migration has not begun.</summary>
    public async Task WithdrawAsync(IDatabaseRunner runner)
    {
        if (_written is null || Row is null)
        {
            return;
        }

        try
        {
            await runner.WriteAsync(RowSteps.Withdrawal(Row, migration.Row, clock.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        }
        catch (DatabaseFaultException)
        {
            // What ends the run is told. The intent stays, as that of a runner that was killed here would.
        }
    }
}
