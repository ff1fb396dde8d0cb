using System;

namespace MigrationTooling.Text;

/// <summary>
/// Arrays that one reading is done with and the next one takes: a directory is a thousand small files, and buffers made anew for each
/// of them cost more than reading them. A few a thread.
/// </summary>
internal static class SpareArrays<T>
{
    private const int Most = 8;

    // Larger ones were made for one large script; they are not kept for the process's whole life.
    private const int LongestKept = 64 * 1024;

    [ThreadStatic]
    private static T[]?[]? _kept;

    /// <summary>An array of at least this length, its content left over from another use.</summary>
    public static T[] Take(int atLeast)
    {
        if (_kept is { } kept)
        {
            for (int i = 0; i < Most; i++)
            {
                if (kept[i] is { } array && array.Length >= atLeast)
                {
                    kept[i] = null;
                    return array;
                }
            }
        }

        return new T[atLeast];
    }

    /// <summary>Takes back an array that nobody looks into any more.</summary>
    public static void GiveBack(T[] array)
    {
        if (array.Length is 0 or > LongestKept)
        {
            return;
        }

        var kept = _kept ??= new T[Most][];
        int shortest = 0;
        for (int i = 0; i < Most; i++)
        {
            if (kept[i] is null)
            {
                kept[i] = array;
                return;
            }

            shortest = kept[i]!.Length < kept[shortest]!.Length ? i : shortest;
        }

        if (kept[shortest]!.Length < array.Length)
        {
            kept[shortest] = array;
        }
    }
}
