using System.Linq;
using System.Text;
using MigrationTooling.Planning;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>down --dry-run</c> shows.</summary>
internal static class RollbackReport
{
    public static string Json(RollbackPlan plan) => JsonText.Write(json =>
    {
        json.WriteString("state", plan.Standing.State.Word());
        json.Objects("planned", plan.ToRun, planned =>
        {
            json.WriteString("id", planned.Id);
            json.WriteString("downFrom", Word(planned.Source));
            json.Text("file", planned.Source == DownSource.File ? planned.Script!.Path : null);
            json.WriteString("checksum", "h1:" + planned.Script!.H1);
        });
        json.Texts("recovered", plan.Standing.Abandonments.Select(c => c.To.Id));
        json.Findings(plan.Findings);
    });

    public static string Text(RollbackPlan plan)
    {
        var text = new StringBuilder();
        foreach (var abandonment in plan.Standing.Abandonments)
        {
            text.Append("would record that ").Append(abandonment.To.Id).Append(" is applied: a rollback of it took nothing back\n");
        }

        foreach (var planned in plan.ToRun)
        {
            text.Append("would take back ").Append(planned.Id).Append(" (").Append(planned.Script!.Path).Append(")\n");
        }

        text.Append(plan.HasWork
            ? $"{Counted.Of(plan.ToRun.Count, "migration")} would be taken back. Nothing was run or written.\n"
            : $"Nothing to take back: the database is {plan.Standing.State.Word()}. Nothing was written.\n");
        return text.ToString();
    }

    private static string Word(DownSource source) => source == DownSource.File ? "file" : "history";
}
