using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Generator.Emitting;

/// <summary>
/// The class that hands out a set's manifest, put together from its pages when it is first asked for. What its attribute says is enough
/// to read the manifest out of the assembly without loading it.
/// </summary>
/// <param name="Settings">The set.</param>
/// <param name="Dialect">Its dialect.</param>
/// <param name="Pages">How many pages there are.</param>
/// <param name="Count">How many migrations they hold.</param>
/// <param name="Digest">Changes whenever the manifest does.</param>
internal sealed record ManifestSource(SetSettings Settings, Dialect Dialect, int Pages, int Count, string Digest)
{
    public string HintName => SetClass.Of(Settings).HintName("Manifest");

    public static IEnumerable<ManifestSource> Of(ImmutableArray<PageSource> pages) => pages
        .GroupBy(page => page.Settings)
        .Select(set => new ManifestSource(
            set.Key,
            set.First().Dialect,
            set.Count(),
            set.Sum(page => page.Count),
            Checksum.H1(string.Join("\n", set.OrderBy(page => page.Number).Select(page => page.H1)))));

    public SourceText Text()
    {
        var set = SetClass.Of(Settings);
        string type = "global::" + (set.Namespace.Length == 0 ? "" : set.Namespace + ".") + set.Name;
        string resources = Settings.ResourceName("");
        string digest = type + " format " + ManifestFormat.Format + " pages " + Pages + " h1:" + Digest + " resources " + PercentEncoding.Encode(resources);
        var text = new StringBuilder(GeneratedFile.Header)
            .Append("[assembly: global::System.Reflection.AssemblyMetadata(\"MigrationTooling.Manifest\", ")
            .Append(SymbolDisplay.FormatLiteral(digest, quote: true))
            .Append(")]\n");
        var members = new StringBuilder(
            "private static global::System.ReadOnlySpan<byte> Head => " + GeneratedFile.Utf8(ManifestFormat.WriteHead(Settings.Name, Dialect)) + ";\n" +
            "private static global::System.ReadOnlySpan<byte> End => " + GeneratedFile.Utf8(ManifestFormat.WriteEnd(Count)) + ";\n" +
            "private static readonly global::System.Lazy<global::MigrationTooling.MigrationManifest> Loaded = new global::System.Lazy<global::MigrationTooling.MigrationManifest>(\n" +
            "    static () => global::MigrationTooling.ManifestFormat.Read(\n" +
            "        new byte[][]\n" +
            "        {\n");
        AppendPart(members, "Head");
        for (int page = 0; page < Pages; page++)
        {
            AppendPart(members, "Page" + page);
        }

        AppendPart(members, "End");
        members
            .Append("        },\n")
            .Append("        static path => typeof(").Append(type).Append(").Assembly.GetManifestResourceStream(")
            .Append(SymbolDisplay.FormatLiteral(resources, quote: true)).Append(" + path)));\n")
            .Append('\n')
            .Append("/// <summary>The migrations in apply order.</summary>\n")
            .Append("public static global::MigrationTooling.MigrationManifest Manifest => Loaded.Value;\n");
        GeneratedFile.AppendClass(
            text,
            set,
            "/// <summary>The migrations compiled from <c>" + Identifiers.Xml(Settings.Directory) + "</c>.</summary>\n" +
            "[global::System.CodeDom.Compiler.GeneratedCode(\"MigrationTooling\", \"" + ManifestFormat.Format + "\")]\n" +
            "[global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]\n",
            members.ToString());
        return SourceText.From(text.ToString(), Encoding.UTF8);
    }

    private static void AppendPart(StringBuilder members, string property) => members.Append("            ").Append(property).Append(".ToArray(),\n");
}
