using System;
using System.Collections.Generic;
using System.IO;
using MigrationTooling.Facts;
using MigrationTooling.Model;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>The facts of the build before, so that a large script is lexed only when its bytes changed.</summary>
internal sealed class EarlierFacts
{
    private readonly Dictionary<(string Set, string Path), FileStamp> _carried = [];

    /// <summary>Reads the file of the build before; none, an unreadable one or another reader's gives nothing to reuse.</summary>
    /// <param name="path">The facts file.</param>
    /// <param name="madeBy">The reader that makes facts now.</param>
    /// <param name="text">Its text as it is on disk; null where there is none.</param>
    public static EarlierFacts Load(string path, string madeBy, out string? text)
    {
        var earlier = new EarlierFacts();
        text = File.Exists(path) ? File.ReadAllText(path) : null;
        if (text is null || text.IndexOf("\nfacts ", StringComparison.Ordinal) < 0)
        {
            return earlier;
        }

        try
        {
            earlier.Keep(FactsReader.Read(text), madeBy);
        }
        catch (FormatException)
        {
            // Cut off by a killed build: made anew from the files below, as if it were not there.
            text = null;
        }

        return earlier;
    }

    /// <summary>The stamp with its facts, where the same bytes were read in the same dialect before.</summary>
    public FileStamp? Find(string setDirectory, FileStamp now, Dialect dialect) =>
        _carried.TryGetValue((setDirectory, now.Path), out var before)
        && before.Sha256 == now.Sha256
        && before.Carried?.Dialect == dialect
            ? before
            : null;

    private void Keep(FactsFile facts, string madeBy)
    {
        if (facts.MadeBy != madeBy)
        {
            return;
        }

        foreach (var set in facts.Sets)
        {
            foreach (var file in set.Files)
            {
                if (file.Carried is not null)
                {
                    _carried[(set.Settings.Directory, file.Path)] = file;
                }
            }
        }
    }
}
