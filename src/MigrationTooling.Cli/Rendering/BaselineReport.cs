using System.Linq;
using MigrationTooling.Planning;
using MigrationTooling.Results;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>baseline</c> recorded.</summary>
internal static class BaselineReport
{
    public static string Json(BaselineResult result, bool isDryRun) => JsonText.Write(json =>
    {
        json.WriteString("state", result.State.Word());
        json.Texts("marked", result.Marked);
        json.Texts("pending", result.Pending);
        json.WriteBoolean("written", !isDryRun && result.Marked.Count > 0);
        json.Findings(result.Findings);
    });

    public static string Text(BaselineResult result, bool isDryRun)
    {
        if (result.Marked.Count == 0)
        {
            return $"Nothing to record: the database is {result.State.Word()}.\n";
        }

        string lines = string.Concat(result.Marked.Select(id => $"{(isDryRun ? "would record" : "baselined")} {id}\n"));
        return lines + (isDryRun
            ? "Nothing was written.\n"
            : $"{Counted.Of(result.Marked.Count, "migration")} recorded as applied, {result.Pending.Count} pending: the database is {result.State.Word()}.\n");
    }
}
