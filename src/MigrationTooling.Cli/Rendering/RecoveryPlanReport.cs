using System.Linq;
using System.Text;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>recover --dry-run</c> shows; no plan where a killed writer's journal hides the history.</summary>
internal static class RecoveryPlanReport
{
    public static string Json(MigrationPlan? plan) => JsonText.Write(json =>
    {
        json.Text("state", plan?.State.Word());
        json.WriteBoolean("hotJournal", plan is null);
        json.Objects("continued", plan?.ToRun ?? EquatableList<PlannedMigration>.Empty, planned =>
        {
            json.WriteString("id", planned.Migration.Id);
            json.WriteNumber("statementsDone", planned.Row!.StatementsDone);
            json.WriteNumber("statementsTotal", planned.Row.StatementsTotal);
        });
        json.Texts("failed", plan?.Settlements.Select(row => row.Id) ?? []);
        json.Text("deadOwner", plan?.DeadOwner);
        json.Objects("renamed", plan?.Adoptions ?? EquatableList<RowChange>.Empty, adoption =>
        {
            json.WriteString("from", adoption.From.Id);
            json.WriteString("to", adoption.To.Id);
        });
        json.Texts("pending", plan?.Pending.Select(p => p.Migration.Id) ?? []);
        json.Findings(plan?.Findings ?? EquatableList<Finding>.Empty);
    });

    public static string Text(MigrationPlan? plan)
    {
        if (plan is null)
        {
            return "would roll back the journal of a killed writer; what else there is can only be read after that. Nothing was written.\n";
        }

        var text = new StringBuilder();
        foreach (var planned in plan.ToRun)
        {
            text.Append("would run ").Append(planned.Migration.Id).Append(" from behind its ").Append(Counted.Of(planned.Row!.StatementsDone, "committed statement")).Append(" to its end\n");
        }

        foreach (var row in plan.Settlements)
        {
            text.Append("would mark ").Append(row.Id).Append(" as failed: nothing of it was committed\n");
        }

        if (plan.DeadOwner is not null)
        {
            text.Append("would free the database of its dead owner, ").Append(plan.DeadOwner).Append('\n');
        }

        foreach (var adoption in plan.Adoptions)
        {
            text.Append("would rename ").Append(adoption.From.Id).Append(" to ").Append(adoption.To.Id).Append(" in the history\n");
        }

        return text.Append(plan.HasWork ? "Nothing was written.\n" : $"Nothing to recover: the database is {plan.State.Word()}.\n").ToString();
    }
}
