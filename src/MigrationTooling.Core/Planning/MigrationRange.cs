using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Planning;

/// <summary>A stretch of the manifest as people write it: <c>FROM..TO</c>, <c>FROM..</c>, <c>..TO</c> or one id; both ends belong to it.</summary>
/// <param name="From">The first migration: its id, a former id or its version; null for the beginning.</param>
/// <param name="To">The last one; null for the end.</param>
public sealed record MigrationRange(string? From, string? To)
{
    private const string Dots = "..";

    /// <summary>Everything.</summary>
    public static MigrationRange All { get; } = new(null, null);

    /// <summary>Reads a range; null stands for everything.</summary>
    public static MigrationRange Parse(string? text)
    {
        if (text is null)
        {
            return All;
        }

        int at = text.IndexOf(Dots, StringComparison.Ordinal);
        return at < 0 ? new MigrationRange(text, text) : new MigrationRange(End(text.Substring(0, at)), End(text.Substring(at + Dots.Length)));
    }

    /// <summary>The migrations of the range in manifest order, and what is wrong with it; a name that nobody knows is an error, never "all".</summary>
    public (IReadOnlyList<Migration> Migrations, string? Problem) Select(MigrationManifest manifest)
    {
        string? problem = null;
        var first = From is null ? null : TargetSelection.Resolve(manifest, From, out problem);
        if (problem is not null)
        {
            return ([], problem);
        }

        var last = To is null ? null : TargetSelection.Resolve(manifest, To, out problem);
        if (problem is not null)
        {
            return ([], problem);
        }

        var from = manifest.SkipWhile(m => first is not null && m.Id != first.Id).ToList();
        int end = last is null ? from.Count - 1 : from.FindIndex(m => m.Id == last.Id);
        return end < 0 && last is not null
            ? ([], $"The range is empty: '{last.Id}' comes before '{first!.Id}'.")
            : (from.Take(end + 1).ToArray(), null);
    }

    private static string? End(string text) => text.Length == 0 ? null : text;
}
