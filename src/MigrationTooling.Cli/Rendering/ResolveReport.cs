using System.Text.Json;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Results;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>resolve</c> recorded.</summary>
internal static class ResolveReport
{
    /// <param name="before">What was known before the decision.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="isDryRun">Nothing was written.</param>
    public static string Json(ResolveResult before, ResolveResult result, bool isDryRun) => JsonText.Write(json =>
    {
        json.WriteString("state", result.State.Word());
        json.WriteString("id", result.Id);
        json.WriteString("from", before.From.Word());
        json.WriteString("to", result.To.Word());
        json.WriteBoolean("written", !isDryRun);
        Known(json, before.Known);
    });

    public static string Text(ResolveResult result, bool isDryRun) => isDryRun
        ? $"would record {result.Id}: {result.From.Word()} → {result.To.Word()}. Nothing was written.\n"
        : $"{result.Id}: {result.From.Word()} → {result.To.Word()}. The database is {result.State.Word()}.\n";

    private static void Known(Utf8JsonWriter json, UnfinishedFacts? known)
    {
        if (known is null)
        {
            json.WriteNull("known");
            return;
        }

        json.Object("known", () =>
        {
            json.WriteNumber("statementsDone", known.StatementsDone);
            json.WriteNumber("statementsTotal", known.StatementsTotal);
            json.Objects("units", known.Units, unit =>
            {
                json.WriteNumber("line", unit.Place.Line);
                json.WriteNumber("statements", unit.Statements);
                json.WriteString("fate", Word(unit.Fate));
            });
        });
    }

    private static string Word(UnitFate fate) => fate switch
    {
        UnitFate.Committed => "committed",
        UnitFate.Changed => "changed",
        UnitFate.InDoubt => "in_doubt",
        _ => "not_run",
    };
}
