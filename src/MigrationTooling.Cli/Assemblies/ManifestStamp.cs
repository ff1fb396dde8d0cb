using System;
using System.Globalization;
using MigrationTooling.Text;

namespace MigrationTooling.Cli.Assemblies;

/// <summary>What an assembly says of a manifest it carries: <c>global::Shop.Migrations format 2 pages 2 h1:… resources Shop.Migrations/</c>.</summary>
/// <param name="Type">The class, by its full name.</param>
/// <param name="Pages">In how many parts the migrations are compiled.</param>
/// <param name="H1">The checksum over the parts' checksums.</param>
/// <param name="Resources">What the names of the scripts' resources begin with.</param>
internal sealed record ManifestStamp(string Type, int Pages, string H1, string Resources)
{
    private const string Global = "global::";

    /// <exception cref="FormatException">A version that this one doesn't know wrote it.</exception>
    public static ManifestStamp Parse(string text)
    {
        string[] words = text.Split(' ');
        return words is [var type, "format", var format, "pages", var pages, var h1, "resources", var resources]
            && type.StartsWith(Global, StringComparison.Ordinal)
            && format == ManifestFormat.Format.ToString(CultureInfo.InvariantCulture)
            && int.TryParse(pages, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && h1.StartsWith("h1:", StringComparison.Ordinal)
            && PercentEncoding.Decode(resources) is { } prefix
            ? new ManifestStamp(type[Global.Length..].Replace("@", "", StringComparison.Ordinal), count, h1["h1:".Length..], prefix)
            : throw new FormatException("It was compiled by another version of MigrationTooling; update the tool, or build the application again.");
    }
}
