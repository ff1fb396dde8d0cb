using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Generator.Judging;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Emitting;

/// <summary>
/// Some consecutive migrations of a set's manifest. In pages, an edit of one script among ten thousand writes and compiles
/// a few hundred lines again, not all of them.
/// </summary>
/// <param name="Settings">The set.</param>
/// <param name="Dialect">The set's dialect.</param>
/// <param name="Number">Counted from 0; a set without migrations has one empty page.</param>
/// <param name="Entries">The migrations.</param>
internal sealed record ManifestPage(SetSettings Settings, Dialect Dialect, int Number, EquatableList<ManifestEntry> Entries)
{
    private const int Size = 256;

    public static IEnumerable<ManifestPage> Of(JudgedProject? project) => project is null ? [] : project.Sets.SelectMany(Pages);

    private static IEnumerable<ManifestPage> Pages(JudgedSet set)
    {
        var entries = ManifestAssembler.Entries(set.Verdict);
        for (int number = 0; number == 0 || number * Size < entries.Count; number++)
        {
            var page = new ManifestEntry[Math.Min(Size, entries.Count - (number * Size))];
            for (int i = 0; i < page.Length; i++)
            {
                page[i] = entries[(number * Size) + i];
            }

            yield return new ManifestPage(set.Settings, set.Verdict.Dialect, number, page.ToEquatableList());
        }
    }
}

/// <summary>A page as source.</summary>
/// <param name="Settings">The set.</param>
/// <param name="Dialect">The set's dialect.</param>
/// <param name="Number">The page.</param>
/// <param name="Count">How many migrations it holds.</param>
/// <param name="Lines">Their part of the manifest.</param>
/// <param name="H1">The checksum of <paramref name="Lines"/>.</param>
internal sealed record PageSource(SetSettings Settings, Dialect Dialect, int Number, int Count, string Lines, string H1)
{
    public string HintName => SetClass.Of(Settings).HintName("Manifest." + Number);

    public static PageSource Of(ManifestPage page)
    {
        string lines = ManifestFormat.WriteMigrations(page.Entries.Select(entry => ManifestAssembler.Migration(entry, _ => null)));
        return new PageSource(page.Settings, page.Dialect, page.Number, page.Entries.Count, lines, Checksum.H1(lines));
    }

    public SourceText Text()
    {
        var set = SetClass.Of(Settings);
        return GeneratedFile.Source(string.Concat(
            GeneratedFile.Header + GeneratedFile.Open(set, ""),
            GeneratedFile.Property("Page" + Number, Lines),
            GeneratedFile.Close(set)));
    }
}
