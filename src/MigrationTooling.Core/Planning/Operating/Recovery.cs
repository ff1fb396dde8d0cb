using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Planning;

/// <summary>What a recovery takes of a plan: it ends what was begun and begins nothing. Pure.</summary>
internal static class Recovery
{
    /// <summary>Migrations of which a part is committed: they are run to their end. A rollback that was begun is not theirs.</summary>
    public static IReadOnlyList<PlannedMigration> Unfinished(IEnumerable<PlannedMigration> pending) =>
        pending.Where(p => p.Row is { IsPartlyApplied: true, State: not MigrationState.RollingBack }).ToArray();

    /// <summary>Adds what needs no script: dead attempts and dead owners.</summary>
    public static MigrationPlan Of(MigrationPlan plan, DatabaseSnapshot database)
    {
        plan = plan with
        {
            Settlements = database.Rows.Where(r => r is { State: MigrationState.InProgress, IsPartlyApplied: false }).ToEquatableList(),
            DeadOwner = database.LiveRunner is null ? database.Owner?.Runner : null,
        };

        // Where files and history do not agree, who is which is not to be decided on the way.
        return plan.Findings.Any(f => f.Severity == Severity.Error) ? plan with { Adoptions = EquatableList<RowChange>.Empty, Restamps = EquatableList<RowChange>.Empty } : plan;
    }
}
