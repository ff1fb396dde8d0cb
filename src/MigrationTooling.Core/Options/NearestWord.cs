using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Options;

/// <summary>Guesses what a misspelt word should have been.</summary>
internal static class NearestWord
{
    /// <summary>The known word that few edits (a third of its letters, swaps counting once) make of <paramref name="word"/>; null where none is near.</summary>
    public static string? Find(string word, IEnumerable<string> known) => known
        .Select(k => (Word: k, Distance: Distance(word.ToLowerInvariant(), k.ToLowerInvariant())))
        .Where(k => k.Distance <= Math.Max(1, k.Word.Length / 3))
        .OrderBy(k => k.Distance)
        .Select(k => k.Word)
        .FirstOrDefault();

    private static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (int i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
                bool isSwap = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                row[j] = isSwap ? Math.Min(row[j], before[j - 2] + 1) : row[j];
            }

            (before, above) = (above, row);
        }

        return above[right.Length];
    }
}
