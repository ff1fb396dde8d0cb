using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Planning;

namespace MigrationTooling.Execution;

/// <summary>
/// Knows what rollbacks leave behind. A down script that takes back less than its up script did is common (an empty one keeps a table whose
/// data is wanted), and what it leaves must not stand in the way of the rollbacks before it.
/// </summary>
/// <param name="plan">The rollback.</param>
/// <param name="takenBack">How many of its migrations are taken back once the running one is.</param>
/// <param name="planner">Reads scripts.</param>
/// <param name="dialect">The database's dialect.</param>
internal sealed class Leftovers(RollbackPlan plan, int takenBack, RunPlanner planner, Dialect dialect)
{
    /// <summary>True where an up script names the word that is taken back, and none that stands. A migration whose file is gone might.</summary>
    public bool Hold(string word)
    {
        var gone = plan.ToRun.Take(takenBack).Select(r => r.Id).ToHashSet();
        var known = plan.Standing.Migrations.Where(m => m.Row is not null).ToLookup(m => m.Row!.IsApplied && !gone.Contains(m.Row.Id) && !gone.Contains(m.Id));
        return known[true].All(m => m.Migration is not null)
            && !planner.IsNamedIn(Ups(known[true]), word)
            && planner.IsNamedIn(Ups(known[false]), word);
    }

    private IEnumerable<MigrationScript> Ups(IEnumerable<MigrationStanding> standings) =>
        standings.Select(m => m.Migration?.Script(Direction.Up, dialect)).OfType<MigrationScript>();
}
