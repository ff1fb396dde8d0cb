using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Makes a script that can be run of a down text that the history kept. Pure.</summary>
public static class KeptScript
{
    /// <summary>The script, or in one sentence why the text can't be run.</summary>
    /// <param name="row">The migration's row, whose checksums the text must have.</param>
    /// <param name="stored">What was kept; null where nothing was.</param>
    /// <param name="dialects">The dialects in which the text may have been read when it was hashed.</param>
    public static (MigrationScript? Script, string? Problem) Down(HistoryRow row, StoredText? stored, IReadOnlyList<Dialect> dialects)
    {
        if (row is null)
        {
            throw new ArgumentNullException(nameof(row));
        }

        if (stored is null)
        {
            return (null, "the history did not keep its down script (it was too large, or says store:false)");
        }

        if (stored.IsMasked)
        {
            return (null, "its down script was kept with its secrets masked, and a masked text can't be run");
        }

        if (Checksum.H1(stored.Text) != row.Text.DownH1)
        {
            return (null, "the down script that the history kept is not the one it has the checksum of");
        }

        if (OptionsOf(row, stored.Text, dialects) is not { } options)
        {
            return (null, "it can't be told with which options its down script was to be run");
        }

        string text = stored.Text;
        return (new MigrationScript(
            Direction.Down, null, PathOf(row.Id), TextPlace.Start, text.Length, row.Text.DownH1!, row.Text.DownS1 ?? "", options, () => new StringReader(text)), null);
    }

    /// <summary>What messages call the text, which lies in no file.</summary>
    public static string PathOf(string id) => id + ".down.sql (kept in the history)";

    // Options may stand outside of the section that was kept; the s1, which begins with them, says which they were.
    private static MigrationOptions? OptionsOf(HistoryRow row, string text, IReadOnlyList<Dialect> dialects)
    {
        foreach (var outside in OptionKey.Combinations())
        {
            foreach (var dialect in dialects.Distinct())
            {
                using var reader = new StringReader(text);
                var (s1, options) = Checksum.S1AndOptions(reader, dialect, outside);
                if (row.Text.DownS1 is null || s1 == row.Text.DownS1)
                {
                    return options;
                }
            }
        }

        return null;
    }
}
