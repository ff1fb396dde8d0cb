using System;
using System.IO;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>A finding as the compiler prints it: <c>/abs/path(line,col): error MIG0001: sentence</c>. Editors and MSBuild read it back.</summary>
internal static class FindingLine
{
    /// <param name="finding">What was found.</param>
    /// <param name="directory">The migrations directory, absolute.</param>
    /// <param name="database">The database's file, for findings about the database itself; null where none was asked.</param>
    public static string Of(Finding finding, string directory, string? database = null)
    {
        string origin = finding.File.Length == 0
            ? database ?? directory
            : $"{Path(finding.File, directory)}({finding.Place.Line},{finding.Place.Column})";
        return $"{origin}: {Word(finding.Severity)} {finding.Rule.Id}: {finding.Text.ReplaceLineEndings(" ")}";
    }

    /// <summary>The finding's file, absolute.</summary>
    public static string Path(string file, string directory) =>
        System.IO.Path.Combine(directory, file.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>The severity as compilers and JSON write it.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
