using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>Findings as a SARIF 2.1.0 log, for code scanning.</summary>
internal static class SarifLog
{
    private const string Root = "MIGRATIONS";

    /// <param name="findings">What was found.</param>
    /// <param name="directory">The migrations directory, absolute: the root that the results' addresses are relative to.</param>
    /// <param name="version">The tool's version.</param>
    public static string Write(IReadOnlyList<Finding> findings, string directory, string version)
    {
        var rules = findings.Select(f => f.Rule).DistinctBy(r => r.Id).OrderBy(r => r.Id, StringComparer.Ordinal).ToList();
        return JsonText.Write(json =>
        {
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.Object("tool", () => json.Object("driver", () => Driver(json, rules, version)));
            json.Object("originalUriBaseIds", () => json.Object(Root, () => json.WriteString("uri", FileUri(directory))));
            json.WriteString("columnKind", "utf16CodeUnits");
            json.Objects("results", findings, finding => Result(json, finding, rules.FindIndex(r => r.Id == finding.Rule.Id)));
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    private static void Driver(Utf8JsonWriter json, IEnumerable<Rule> rules, string version)
    {
        json.WriteString("name", "dotnet-migrate");
        json.WriteString("version", version);
        json.Objects("rules", rules, rule =>
        {
            json.WriteString("id", rule.Id);
            json.Object("shortDescription", () => json.WriteString("text", rule.Title));
            json.Object("help", () => json.WriteString("text", $"dotnet migrate explain {rule.Id}"));
            json.Object("defaultConfiguration", () => json.WriteString("level", Level(rule.Severity)));
            json.Object("properties", () => json.WriteString("category", rule.Category));
        });
    }

    private static void Result(Utf8JsonWriter json, Finding finding, int ruleIndex)
    {
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", Level(finding.Severity));
        json.Object("message", () => json.WriteString("text", finding.Text));
        // A finding about the database itself has no place in a file.
        json.Objects("locations", finding.File.Length > 0 ? [finding] : Array.Empty<Finding>(), _ => json.Object("physicalLocation", () =>
        {
            json.Object("artifactLocation", () =>
            {
                json.WriteString("uri", string.Join('/', finding.File.Split('/').Select(Uri.EscapeDataString)));
                json.WriteString("uriBaseId", Root);
            });
            json.Object("region", () =>
            {
                json.WriteNumber("startLine", finding.Place.Line);
                json.WriteNumber("startColumn", finding.Place.Column);
            });
        }));
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    private static string FileUri(string directory) =>
        new UriBuilder("file", "") { Path = directory.Replace('\\', '/').TrimEnd('/') + "/" }.Uri.AbsoluteUri;
}
