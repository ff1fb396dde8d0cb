using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Storage;
using MigrationTooling.Text;

namespace MigrationTooling.Execution;

/// <summary>Gets the down scripts that the history kept, where a rollback runs those.</summary>
internal static class RollbackTexts
{
    public static async Task<RollbackPlan> ReadAsync(RollbackPlan plan, Dialect written, Dialect database, IHistoryReader reader, CancellationToken cancellationToken)
    {
        var toRun = new List<PlannedRollback>();
        var findings = plan.Findings.ToList();
        foreach (var planned in plan.ToRun)
        {
            if (planned.Script is not null)
            {
                toRun.Add(planned);
                continue;
            }

            var stored = await reader.ReadTextAsync(planned.Row.Text.DownH1!, cancellationToken).ConfigureAwait(false);
            var (script, problem) = KeptScript.Down(planned.Row, stored, [written, database]);
            if (problem is not null)
            {
                findings.Add(Unusable(planned, stored, problem));
            }

            toRun.Add(planned with { Script = script });
        }

        return plan with { ToRun = toRun.ToEquatableList(), Findings = findings.ToEquatableList() };
    }

    private static Finding Unusable(PlannedRollback planned, StoredText? stored, string problem) => new(
        StateRules.NoWayBack, planned.Id, planned.File?.Path ?? "", planned.File?.Start ?? TextPlace.Start,
        $"'{planned.Id}' can't be taken back by the text of its history: {problem}.",
        planned.File is not null ? "Run the file's: --down-from file."
            : stored is { IsMasked: true } ? "Put its down script back into the migrations directory, from version control or with the secrets written in, then: dotnet migrate down --down-from file"
            : "Put its down script back into the migrations directory, then: dotnet migrate down --down-from file");
}
