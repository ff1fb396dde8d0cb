using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Says of a migration that is partly applied whether the next run takes it up by itself. Reads only.</summary>
internal sealed class Resumption(RunPlanner planner, ICatalogReader? catalog)
{
    /// <summary>The answer, and what is known of its statement in doubt.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="pending">How it stands in the plan; null where its file is gone.</param>
    /// <param name="cancellationToken">Ends the look into the catalog.</param>
    public async ValueTask<(bool? Resumes, string? InDoubt)> OfAsync(HistoryRow row, PlannedMigration? pending, CancellationToken cancellationToken)
    {
        var script = pending is null ? null : planner.ScriptOf(pending);
        bool goesOn = script is { Refusals.Count: 0 } && RecoveryPlanner.For(pending!, script) is RecoveryDecision.RunFrom;
        if (row.InDoubt is not { } image || catalog is null)
        {
            return (goesOn, null);
        }

        string s1 = script is not null && image.Unit < script.Units.Count ? script.Units[image.Unit].S1 : "";
        var outlook = DoubtOutlook.Of(image, await catalog.LookAgainAsync(image, cancellationToken).ConfigureAwait(false), s1);
        return (goesOn && outlook.Resumes, outlook.Words);
    }
}
