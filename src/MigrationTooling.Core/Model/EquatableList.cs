using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Model;

/// <summary>An immutable list compared by its elements, so that records holding one stay value-equatable (what an incremental generator's cache needs).</summary>
public sealed class EquatableList<T> : IReadOnlyList<T>, IEquatable<EquatableList<T>>
{
    private readonly T[] _items;

    /// <summary>Copies <paramref name="items"/>.</summary>
    public EquatableList(IEnumerable<T> items) => _items = items switch
    {
        // LINQ's way over an item that is a value is compiled anew in each compiler process.
        T[] array => (T[])array.Clone(),
        List<T> list => list.ToArray(),
        _ => items.ToArray(),
    };

    /// <summary>A list of nothing.</summary>
#pragma warning disable CA1000 // Same shape as ImmutableArray<T>.Empty, which is what readers expect.
    public static EquatableList<T> Empty { get; } = new([]);
#pragma warning restore CA1000

    /// <inheritdoc />
    public int Count => _items.Length;

    /// <inheritdoc />
    public T this[int index] => _items[index];

    /// <inheritdoc />
    public bool Equals(EquatableList<T>? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || other._items.Length != _items.Length)
        {
            return false;
        }

        var comparer = EqualityComparer<T>.Default;
        for (int i = 0; i < _items.Length; i++)
        {
            if (!comparer.Equals(_items[i], other._items[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        int hash = _items.Length;
        foreach (var item in _items)
        {
            hash = unchecked((hash * 31) + (item?.GetHashCode() ?? 0));
        }

        return hash;
    }

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes <see cref="EquatableList{T}"/>s.</summary>
public static class EquatableList
{
    /// <summary>Copies <paramref name="items"/> into an equatable list.</summary>
    public static EquatableList<T> ToEquatableList<T>(this IEnumerable<T> items) => new(items);

    /// <summary>A list of the given items.</summary>
    public static EquatableList<T> Of<T>(params T[] items) => new(items);
}
