using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using MigrationTooling.Cli.Tests.Support;

namespace MigrationTooling.Cli.Tests.Docs;

/// <summary>The properties of a document: as docs/json.md lists them, and as a real document has them.</summary>
internal static class JsonPaths
{
    /// <summary>What the page documents under a heading, findings and errors spelled out.</summary>
    public static SortedSet<string> Documented(string document)
    {
        var sections = Sections();
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string path in sections[document])
        {
            paths.Add(path);
            if (path is "findings[]" or "error")
            {
                paths.UnionWith(sections[path == "error" ? "error" : "finding"].Select(inner => $"{path}.{inner}"));
            }
        }

        return paths;
    }

    public static IReadOnlyCollection<string> Documents() => Sections().Keys.Where(k => k is not ("finding" or "error")).ToList();

    /// <summary>Every path of a document; a list is told by its name and, where it has any, by its entries.</summary>
    public static void Collect(JsonElement element, string prefix, ISet<string> paths)
    {
        foreach (var property in element.EnumerateObject())
        {
            string path = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    paths.Add(path);
                    Collect(property.Value, path + ".", paths);
                    break;
                case JsonValueKind.Array:
                    paths.Add(path + "[]");
                    foreach (var item in property.Value.EnumerateArray())
                    {
                        if (item.ValueKind == JsonValueKind.Object)
                        {
                            Collect(item, path + "[].", paths);
                        }
                    }

                    break;
                default:
                    paths.Add(path);
                    break;
            }
        }
    }

    private static Dictionary<string, List<string>> Sections()
    {
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> current = [];
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "docs", "json.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                sections.Add(line[3..], current = []);
            }
            else if (Regex.Match(line, @"^\| `([^`]+)` \|") is { Success: true } row)
            {
                current.Add(row.Groups[1].Value);
            }
        }

        return sections;
    }
}
