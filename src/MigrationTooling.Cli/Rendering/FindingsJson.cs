using System.Collections.Generic;
using System.Text.Json;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>The <c>findings</c> list of every document that has one.</summary>
internal static class FindingsJson
{
    public static void Findings(this Utf8JsonWriter json, IEnumerable<Finding> findings) =>
        json.Objects("findings", findings, finding =>
        {
            json.WriteString("rule", finding.Rule.Id);
#pragma warning disable CA1308 // The words of the JSON are lower case by contract; nothing is compared here.
            json.WriteString("type", finding.Rule.Category.ToLowerInvariant());
#pragma warning restore CA1308
            json.WriteString("severity", FindingLine.Word(finding.Severity));
            json.Text("migration", finding.Migration);
            if (finding.File.Length > 0)
            {
                json.WriteString("file", finding.File);
                json.WriteNumber("line", finding.Place.Line);
                json.WriteNumber("column", finding.Place.Column);
            }
            else
            {
                // It is about the database, or about a migration that has no file any more.
                json.WriteNull("file");
                json.WriteNull("line");
                json.WriteNull("column");
            }

            json.WriteString("message", finding.Message);
            json.Text("fix", finding.Fix.Length == 0 ? null : finding.Fix);
        });
}
