using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Locking;

/// <summary>Makes the results of edits.</summary>
internal static class LockDiff
{
    /// <summary>The edit from one lock to another, told line by line.</summary>
    public static LockEditResult Edited(LockFile before, LockFile after) =>
        new(after, Changes(before, after).ToEquatableList(), EquatableList<Finding>.Empty, null);

    public static LockEditResult Refused(LockFile unchanged, IEnumerable<Finding> findings) =>
        new(unchanged, EquatableList<LockChange>.Empty, findings.ToEquatableList(), null);

    public static LockEditResult Misused(LockFile unchanged, string misuse) =>
        new(unchanged, EquatableList<LockChange>.Empty, EquatableList<Finding>.Empty, misuse);

    private static IEnumerable<LockChange> Changes(LockFile before, LockFile after)
    {
        var old = Lines(before);
        var oldTexts = new HashSet<string>(old.Select(line => line.Text), StringComparer.Ordinal);
        var now = Lines(after);
        var nowTexts = new HashSet<string>(now.Select(line => line.Text), StringComparer.Ordinal);
        var replaced = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, text) in old.Where(line => !nowTexts.Contains(line.Text)))
        {
            replaced[key] = text;
        }

        foreach (var (key, text) in now.Where(line => !oldTexts.Contains(line.Text)))
        {
            bool had = replaced.TryGetValue(key, out string? earlier);
            replaced.Remove(key);
            yield return new LockChange(had ? earlier : null, text);
        }

        foreach (var (key, text) in old.Where(line => replaced.TryGetValue(line.Key, out string? left) && left == line.Text))
        {
            yield return new LockChange(text, null);
        }
    }

    private static List<(string Key, string Text)> Lines(LockFile file) =>
        file.Entries.Select(entry => (Key: entry.Aliases.Count > 0 ? entry.Aliases[0] : entry.Id, Text: LockWriter.Line(entry)))
            .Concat(file.Accepted.Select(edit => (Key: LockWriter.Line(edit), Text: LockWriter.Line(edit))))
            .ToList();
}
