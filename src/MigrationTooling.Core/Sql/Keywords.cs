using System;

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
        // Loops, not LINQ: over a pair like this one it is compiled anew in each compiler process.
        var all = (Keyword[])Enum.GetValues(typeof(Keyword));
        var words = new string[all.Length];
        int longest = 0;
        for (int i = 0; i < all.Length; i++)
        {
            words[i] = all[i] == Keyword.Other ? "" : all[i].ToString().ToLowerInvariant();
            longest = Math.Max(longest, words[i].Length);
        }

        var byLength = new (string Word, Keyword Keyword)[longest + 1][];
        for (int length = 0; length <= longest; length++)
        {
            byLength[length] = OfLength(all, words, length);
        }

        return byLength;
    }

    private static (string Word, Keyword Keyword)[] OfLength(Keyword[] all, string[] words, int length)
    {
        int count = 0;
        foreach (string word in words)
        {
            count += length > 0 && word.Length == length ? 1 : 0;
        }

        var found = new (string Word, Keyword Keyword)[count];
        for (int i = all.Length - 1; count > 0; i--)
        {
            if (words[i].Length == length)
            {
                found[--count] = (words[i], all[i]);
            }
        }

        return found;
    }
}
