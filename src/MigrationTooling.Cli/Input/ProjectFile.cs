using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// The properties that a project says in plain text. The project is read, never evaluated: evaluation may run anything,
/// and costs a second. A value that needs evaluation (<c>$(…)</c>) counts as not said.
/// </summary>
internal sealed class ProjectFile
{
    private readonly IReadOnlyList<string> _files;
    private readonly Dictionary<string, XDocument> _documents = new(StringComparer.Ordinal);

    private ProjectFile(string? path, string folder, IReadOnlyList<string> files)
    {
        Path = path;
        Folder = folder;
        _files = files;
    }

    /// <summary>The project file; null where the folder holds none, or several.</summary>
    public string? Path { get; }

    /// <summary>The project's folder; where there is no project, the folder that was asked about.</summary>
    public string Folder { get; }

    /// <summary>The project that <paramref name="option"/> names (file or folder), else the only one in <paramref name="folder"/>.</summary>
    public static ProjectFile Find(string? option, string folder)
    {
        string place = option ?? folder;
        if (File.Exists(place))
        {
            string projectFolder = System.IO.Path.GetDirectoryName(place)!;
            return new ProjectFile(place, projectFolder, [place, .. Above(projectFolder)]);
        }

        if (!Directory.Exists(place))
        {
            throw CommandFailure.Usage($"--project names '{option}', and there is no such file or folder.");
        }

        string[] candidates = Directory.EnumerateFiles(place).Where(IsProject).Order(StringComparer.Ordinal).ToArray();
        if (option is not null && candidates.Length != 1)
        {
            throw CommandFailure.Usage(
                candidates.Length == 0
                    ? $"--project names '{option}', and that folder holds no project file."
                    : $"--project names '{option}', and that folder holds several projects: {string.Join(", ", candidates.Select(System.IO.Path.GetFileName))}.",
                "Name the project file itself.");
        }

        return candidates is [var only]
            ? new ProjectFile(only, place, [only, .. Above(place)])
            : new ProjectFile(null, place, []);
    }

    /// <summary>A property's literal value with the file that says it: the project's own word first, then the nearest Directory.Build.props and .targets.</summary>
    public Sourced<string>? Property(string name)
    {
        foreach (string file in _files)
        {
            string? value = Load(file).Descendants()
                .LastOrDefault(e => e.Name.LocalName == name && e.Parent?.Name.LocalName == "PropertyGroup")?.Value.Trim();
            if (value is { Length: > 0 } && !value.Contains("$(", StringComparison.Ordinal))
            {
                return new Sourced<string>(value, file);
            }
        }

        return null;
    }

    /// <summary>The directories of the project's <c>MigrationSet</c> items, absolute.</summary>
    public IReadOnlyList<string> MigrationSets() => Path is null
        ? []
        : Load(Path).Descendants()
            .Where(e => e.Name.LocalName == "MigrationSet")
            .Select(e => (string?)e.Attribute("Include"))
            .Where(include => include is { Length: > 0 } && !include.Contains("$(", StringComparison.Ordinal))
            .SelectMany(include => include!.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(include => System.IO.Path.GetFullPath(include.Replace('\\', '/'), Folder))
            .ToArray();

    private static bool IsProject(string path) =>
        System.IO.Path.GetExtension(path) is ".csproj" or ".fsproj" or ".vbproj";

    private static IEnumerable<string> Above(string folder)
    {
        foreach (string name in new[] { "Directory.Build.props", "Directory.Build.targets" })
        {
            for (string? at = folder; at is not null; at = System.IO.Path.GetDirectoryName(at))
            {
                string candidate = System.IO.Path.Combine(at, name);
                if (File.Exists(candidate))
                {
                    yield return candidate;
                    break;
                }
            }
        }
    }

    private XDocument Load(string file)
    {
        if (!_documents.TryGetValue(file, out var document))
        {
            try
            {
                document = XDocument.Load(file);
            }
            catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
            {
                throw CommandFailure.Usage($"{file} can't be read as a project: {e.Message}");
            }

            _documents.Add(file, document);
        }

        return document;
    }
}
