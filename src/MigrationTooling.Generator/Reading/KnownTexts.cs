using System;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace MigrationTooling.Generator.Reading;

/// <summary>
/// What was read from a text, kept as long as the compiler keeps the text: generator and analyzer see the same instance, and need not
/// both read it.
/// </summary>
internal sealed class KnownTexts<TKey, TValue>
    where TKey : class, IEquatable<TKey>
    where TValue : class
{
    private readonly ConditionalWeakTable<SourceText, Entry> _known = new();

    /// <summary>What was read from the text under this key; null where it was not, or another key was the last.</summary>
    public TValue? Find(SourceText text, TKey key) => _known.TryGetValue(text, out var entry) && entry.Key.Equals(key) ? entry.Value : null;

    public TValue Keep(SourceText text, TKey key, TValue value)
    {
        _known.Remove(text);
        _known.GetValue(text, _ => new Entry(key, value));
        return value;
    }

    private sealed class Entry(TKey key, TValue value)
    {
        public TKey Key => key;

        public TValue Value => value;
    }
}
