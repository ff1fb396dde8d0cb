using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Events;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Writes what a plan changes without running a script, in one transaction, and says so.</summary>
internal static class PlanChanges
{
    public static async Task WriteAsync(
        IDatabaseRunner runner, MigrationPlan plan, IEnumerable<Finding> findings, MigratorOptions options, CancellationToken cancellationToken)
    {
        foreach (var finding in findings.Where(f => f.Rule.Severity != Severity.Info))
        {
            options.Observer?.Observe(new MigrationEvent.Noticed(finding));
        }

        if (plan.Adoptions.Count + plan.Restamps.Count + plan.Abandonments.Count == 0)
        {
            return;
        }

        await runner.WriteAsync(RowSteps.Changes(plan, options.TimeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        Tell(plan, options);
    }

    /// <summary>Says what was written.</summary>
    public static void Tell(MigrationPlan plan, MigratorOptions options)
    {
        foreach (var abandonment in plan.Abandonments)
        {
            options.Observer?.Observe(new MigrationEvent.RollbackGivenUp(abandonment.To.Id));
        }

        foreach (var adoption in plan.Adoptions)
        {
            options.Observer?.Observe(new MigrationEvent.RowRenamed(adoption.From.Id, adoption.To.Id));
        }

        foreach (var restamp in plan.Restamps)
        {
            options.Observer?.Observe(new MigrationEvent.RowRestamped(restamp.To.Id));
        }
    }
}
