using System.Collections.Generic;
using System.Collections.Immutable;
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

    /// <summary>The pages come set by set, each set's in their order.</summary>
    public static IEnumerable<ManifestSource> Of(ImmutableArray<PageSource> pages)
    {
        for (int first = 0, next; first < pages.Length; first = next)
        {
            int count = pages[first].Count;
            string hashes = pages[first].H1;
            for (next = first + 1; next < pages.Length && pages[next].Number > 0; next++)
            {
                count += pages[next].Count;
                hashes += "\n" + pages[next].H1;
            }

            yield return new ManifestSource(pages[first].Settings, pages[first].Dialect, next - first, count, Checksum.H1(hashes));
        }
    }

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
            GeneratedFile.Property("Head", ManifestFormat.WriteHead(Settings.Name, Dialect)) +
            GeneratedFile.Property("End", ManifestFormat.WriteEnd(Count)) +
            "private static readonly global::System.Lazy<global::MigrationTooling.MigrationManifest> Loaded = new global::System.Lazy<global::MigrationTooling.MigrationManifest>(\n" +
            "    static () => global::MigrationTooling.ManifestFormat.Read(\n" +
            "        new string[]\n" +
            "        {\n");
        AppendPart(members, "Head");
        for (int page = 0; page < Pages; page++)
        {
            AppendPart(members, "Page" + page);
        }

        AppendPart(members, "End");
        members
            .Append("        },\n")
            .Append("        new global::MigrationTooling.EmbeddedTexts(static name => typeof(").Append(type).Append(").Assembly.GetManifestResourceStream(name), ")
            .Append(SymbolDisplay.FormatLiteral(resources, quote: true)).Append(").Open));\n")
            .Append('\n')
            .Append("/// <summary>The migrations in apply order.</summary>\n")
            .Append("public static global::MigrationTooling.MigrationManifest Manifest => Loaded.Value;\n");
        return GeneratedFile.Source(text
            .Append(GeneratedFile.Open(
                set,
                "/// <summary>The migrations compiled from <c>" + Identifiers.Xml(Settings.Directory) + "</c>.</summary>\n" +
                "[global::System.CodeDom.Compiler.GeneratedCode(\"MigrationTooling\", \"" + ManifestFormat.Format + "\")]\n" +
                "[global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]\n"))
            .Append(members)
            .Append(GeneratedFile.Close(set))
            .ToString());
    }

    private static void AppendPart(StringBuilder members, string property) => members.Append("            ").Append(property).Append(",\n");
}
