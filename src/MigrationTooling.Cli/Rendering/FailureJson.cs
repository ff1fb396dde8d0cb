using System.Text.Json;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Rendering;

/// <summary>A failure in JSON: a document of its own where a command ended before it had a result, else a property.</summary>
internal static class FailureJson
{
    public static string Write(CommandFailure failure) => JsonText.Write(json =>
    {
        if (failure.Findings.Count > 0)
        {
            json.Findings(failure.Findings);
        }

        Property(json, failure);
    });

    public static void Property(Utf8JsonWriter json, CommandFailure failure) => json.Object("error", () =>
    {
        json.WriteNumber("exitCode", failure.ExitCode);
        json.Text("message", failure.Message);
        json.Text("leftBehind", failure.LeftBehind);
        json.Text("next", failure.Next);
    });
}
