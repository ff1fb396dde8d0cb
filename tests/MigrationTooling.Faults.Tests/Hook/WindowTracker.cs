using System;

namespace MigrationTooling.Faults.Tests.Hook;

/// <summary>The parts of a migration's run that a kill can meet.</summary>
public enum Window
{
    /// <summary>Looking, planning, taking the lock and the ownership, up to the commit of the intent.</summary>
    BeforeIntent = 0,

    /// <summary>The intent is committed, the unit's transaction has not passed its fence.</summary>
    IntentToUnit = 1,

    /// <summary>In the unit: statements, checks, the history write.</summary>
    InUnit = 2,

    /// <summary>The COMMIT that records the unit was given to the database and has not ended.</summary>
    InCommit = 3,

    /// <summary>The unit is committed; the owner row, the lock file and the process's end are to come, or the next unit.</summary>
    AfterCommit = 4,

    /// <summary>The unit is committed and with it the intent of the next migration, whose own unit has not passed its fence.</summary>
    Between = 5,
}

/// <summary>Tells the window from the statements that the database was given, and from nothing else. The same eyes aim a kill and judge it afterwards.</summary>
internal sealed class WindowTracker
{
    private bool _intent;
    private bool _writes;

    public Window Current { get; private set; }

    public void Take(char edge, string sql)
    {
        if (edge == 'B' && sql.StartsWith("BEGIN", StringComparison.Ordinal))
        {
            _writes = sql != "BEGIN";
        }
        else if (edge == 'B' && sql.Contains("_owner\" SET doing", StringComparison.Ordinal))
        {
            _intent = true;
        }
        else if (edge == 'B' && sql.Contains("r.state, r.attempt FROM", StringComparison.Ordinal))
        {
            // The fence: asked by every unit first, by one that is in no transaction within a short one that writes nothing.
            Current = Window.InUnit;
        }
        else if (sql == "COMMIT" && _writes)
        {
            Commit(edge);
        }
    }

    private void Commit(char edge)
    {
        if (edge == 'E' && _intent)
        {
            _intent = false;
            Current = Current == Window.InCommit ? Window.Between : Window.IntentToUnit;
        }
        else if (Current is Window.InUnit or Window.InCommit)
        {
            Current = edge == 'B' ? Window.InCommit : Window.AfterCommit;
        }
    }
}
