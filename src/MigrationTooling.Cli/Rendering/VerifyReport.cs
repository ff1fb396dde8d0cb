using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What a judgement found, in every format it is written in.</summary>
/// <param name="Directory">The migrations directory, absolute.</param>
/// <param name="Findings">By file, place and rule.</param>
/// <param name="Migrations">How many were judged.</param>
/// <param name="Locked">How many the lock freezes.</param>
/// <param name="State">The database's state in one word; null where no database was asked.</param>
/// <param name="Database">The database's file; null where none was asked.</param>
internal sealed record VerifyReport(string Directory, IReadOnlyList<Finding> Findings, int Migrations, int Locked, string? State, string? Database = null)
{
    /// <param name="format">One of <see cref="OutputFormat.Reports"/>.</param>
    /// <param name="workspace">What GitHub's paths are relative to.</param>
    public string Write(string format, string workspace) => format switch
    {
        OutputFormat.Json => Json(),
        OutputFormat.Sarif => SarifLog.Write(Findings, Directory, ToolVersion.Text),
        OutputFormat.GitHub => GitHubAnnotations.Write(Findings, Directory, workspace),
        OutputFormat.MsBuild => Lines(),
        _ => Lines() + Summary() + "\n",
    };

    private string Json() => JsonText.Write(json =>
    {
        json.Text("state", State);
        json.Findings(Findings);
    });

    private string Lines() => string.Concat(Findings.Select(f => FindingLine.Of(f, Directory, Database) + "\n"));

    private string Summary()
    {
        int errors = Findings.Count(f => f.Severity == Severity.Error);
        int warnings = Findings.Count(f => f.Severity == Severity.Warning);
        return $"{Counted.Of(Migrations, "migration")}, {Locked} locked: {Counted.Of(errors, "error")}, {Counted.Of(warnings, "warning")}.";
    }
}
