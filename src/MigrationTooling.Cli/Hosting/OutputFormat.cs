using System.Collections.Generic;

namespace MigrationTooling.Cli.Hosting;

/// <summary>The words of <c>--format</c>.</summary>
internal static class OutputFormat
{
    public const string Text = "text";
    public const string Json = "json";

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    public const string Sarif = "sarif";

    /// <summary>Canonical lines that MSBuild turns into build errors.</summary>
    public const string MsBuild = "msbuild";

    /// <summary>Workflow commands that GitHub turns into annotations.</summary>
    public const string GitHub = "github";

    /// <summary>What every command writes.</summary>
    public static IReadOnlyList<string> Common { get; } = [Text, Json];

    /// <summary>What a command that reports findings writes.</summary>
    public static IReadOnlyList<string> Reports { get; } = [Text, Json, Sarif, MsBuild, GitHub];
}
