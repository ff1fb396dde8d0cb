using System;
using System.IO;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MigrationTooling.Facts;

namespace MigrationTooling.Generator.Reading;

/// <summary>The facts file as the compiler sees it.</summary>
/// <param name="Root">The project's directory, absolute, <c>/</c> as separator.</param>
/// <param name="Digest">What the assembly must carry to prove that the guard ran.</param>
/// <param name="File">What it says.</param>
internal sealed record ProjectFacts(string Root, string Digest, FactsFile File)
{
    private const string Property = "build_property.MigrationToolingFacts";

    private static readonly KnownTexts<string, ProjectFacts> Known = new();

    /// <summary>The facts file's name; null where the project does not reference the package itself.</summary>
    public static string? FileName(AnalyzerConfigOptions global) =>
        global.TryGetValue(Property, out string? name) && name.Length > 0 ? name : null;

    /// <summary>Tells thousands of scripts from the facts file without asking the project's settings for each.</summary>
    public static bool MayBeFactsFile(string path) => path.EndsWith(".facts", StringComparison.Ordinal);

    public static bool IsFactsFile(string path, string? fileName) =>
        fileName is not null && string.Equals(Path.GetFileName(path), fileName, StringComparison.Ordinal);

    /// <summary>Null where the file is cut off: nothing is emitted then, and the build's proof fails.</summary>
    public static ProjectFacts? Read(AdditionalText text, CancellationToken cancellation)
    {
        if (text.GetText(cancellation) is not { } source)
        {
            return null;
        }

        if (Known.Find(source, text.Path) is { } known)
        {
            return known;
        }

        try
        {
            var file = FactsReader.Read(TextPieces.Of(source), out string digest);
            string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(text.Path) ?? "", file.Root));
            return Known.Keep(source, text.Path, new ProjectFacts(SlashPath.Of(root), digest, file));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
