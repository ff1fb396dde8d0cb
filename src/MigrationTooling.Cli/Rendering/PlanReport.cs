using System.Linq;
using System.Text;
using MigrationTooling.Planning;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>up --dry-run</c> shows.</summary>
internal static class PlanReport
{
    public static string Json(MigrationPlan plan) => JsonText.Write(json =>
    {
        json.WriteString("state", plan.State.Word());
        json.Objects("planned", plan.ToRun, planned =>
        {
            json.WriteString("id", planned.Migration.Id);
            json.WriteString("file", planned.Up.Path);
            json.WriteString("checksum", "h1:" + planned.Up.H1);
        });
        json.Objects("renamed", plan.Adoptions, adoption =>
        {
            json.WriteString("from", adoption.From.Id);
            json.WriteString("to", adoption.To.Id);
        });
        json.Texts("pending", plan.Pending.Select(p => p.Migration.Id));
        json.Findings(plan.Findings);
    });

    public static string Text(MigrationPlan plan)
    {
        var text = new StringBuilder();
        foreach (var adoption in plan.Adoptions)
        {
            text.Append("would rename ").Append(adoption.From.Id).Append(" to ").Append(adoption.To.Id).Append(" in the history\n");
        }

        foreach (var planned in plan.ToRun)
        {
            text.Append("would apply ").Append(planned.Migration.Id).Append(" (").Append(planned.Up.Path).Append(")\n");
        }

        text.Append(plan.HasWork
            ? $"{Counted.Of(plan.ToRun.Count, "migration")} of {plan.Pending.Count} pending would be applied. Nothing was run or written.\n"
            : $"Nothing to apply: the database is {plan.State.Word()}. Nothing was written.\n");
        return text.ToString();
    }
}
