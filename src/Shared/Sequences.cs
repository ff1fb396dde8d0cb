using System;
using System.Collections.Generic;

namespace MigrationTooling;

/// <summary>
/// <c>Select</c> and <c>Where</c> in the place of System.Linq's: every file below this namespace finds these first. Linq's iterators
/// carry a virtual generic <c>Select</c> of their own, so that ahead of time each sequence of structs is compiled for each result
/// that any sequence is ever turned into. That was half of the native tool, and is paid at every start, in time and in memory.
/// </summary>
internal static class Sequences
{
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (var item in source)
        {
            yield return selector(item);
        }
    }

    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, int, TResult> selector)
    {
        int index = 0;
        foreach (var item in source)
        {
            yield return selector(item, index);
            index++;
        }
    }

    public static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        foreach (var item in source)
        {
            if (predicate(item))
            {
                yield return item;
            }
        }
    }
}
