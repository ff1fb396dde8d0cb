using System;
using System.Collections.Generic;
using System.Text;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>Findings as GitHub workflow commands, which its runner shows beside the line of the file.</summary>
internal static class GitHubAnnotations
{
    /// <param name="findings">What was found.</param>
    /// <param name="directory">The migrations directory, absolute.</param>
    /// <param name="workspace">Paths are written relative to it, as GitHub wants them; absolute where the file lies elsewhere.</param>
    public static string Write(IEnumerable<Finding> findings, string directory, string workspace)
    {
        var text = new StringBuilder();
        foreach (var finding in findings)
        {
            string command = finding.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "notice",
            };
            text.Append("::").Append(command).Append(' ');
            if (finding.File.Length > 0)
            {
                string path = System.IO.Path.GetRelativePath(workspace, FindingLine.Path(finding.File, directory)).Replace('\\', '/');
                text.Append("file=").Append(Property(path))
                    .Append(",line=").Append(finding.Place.Line)
                    .Append(",col=").Append(finding.Place.Column).Append(',');
            }

            text.Append("title=").Append(Property($"{finding.Rule.Id} {finding.Rule.Title}"))
                .Append("::").Append(Data(finding.Text)).Append('\n');
        }

        return text.ToString();
    }

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
