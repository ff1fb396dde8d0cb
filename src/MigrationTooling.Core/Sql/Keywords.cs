using System;
using System.Linq;

namespace MigrationTooling.Sql;

/// <summary>Finds keywords without making strings.</summary>
internal static class Keywords
{
    private static readonly (string Word, Keyword Keyword)[][] ByLength = Table();

    /// <summary>The keyword that stands in this range, in any case.</summary>
    public static Keyword Find(char[] buffer, int start, int length)
    {
        if (length >= ByLength.Length)
        {
            return Keyword.Other;
        }

        foreach (var (word, keyword) in ByLength[length])
        {
            int i = 0;
            while (i < length && (buffer[start + i] | 0x20) == word[i])
            {
                i++;
            }

            if (i == length)
            {
                return keyword;
            }
        }

        return Keyword.Other;
    }

    private static (string Word, Keyword Keyword)[][] Table()
    {
        var all = Enum.GetValues(typeof(Keyword)).Cast<Keyword>().Where(k => k != Keyword.Other)
            .Select(k => (Word: k.ToString().ToLowerInvariant(), Keyword: k)).ToList();
        return Enumerable.Range(0, all.Max(k => k.Word.Length) + 1)
            .Select(length => all.Where(k => k.Word.Length == length).ToArray()).ToArray();
    }
}
