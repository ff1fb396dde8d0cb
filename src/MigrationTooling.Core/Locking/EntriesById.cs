using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Locking;

/// <summary>A lock's entries, found by id and by former id.</summary>
internal sealed class EntriesById
{
    private readonly Dictionary<string, LockEntry> _entries;
    private readonly Dictionary<string, LockEntry> _retired = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contested = new(StringComparer.Ordinal);

    public EntriesById(IReadOnlyList<LockEntry> entries)
    {
        _entries = new Dictionary<string, LockEntry>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (_entries.TryGetValue(entry.Id, out var earlier))
            {
                if (!earlier.Scripts.Equals(entry.Scripts))
                {
                    _contested.Add(entry.Id);
                }

                continue;
            }

            _entries.Add(entry.Id, entry);
            foreach (string alias in entry.Aliases)
            {
                _retired[alias] = entry;
            }
        }

        Distinct = _entries.Count == entries.Count ? entries : entries.Where(entry => ReferenceEquals(_entries[entry.Id], entry)).ToList();
    }

    /// <summary>The entries in file order, each id once.</summary>
    public IReadOnlyList<LockEntry> Distinct { get; }

    /// <summary>Ids that the lock gives two different checksums.</summary>
    public ICollection<string> Contested => _contested;

    public LockEntry? Find(string id) => _entries.TryGetValue(id, out var entry) ? entry : null;

    /// <summary>The migration whose former id this is.</summary>
    public LockEntry? Retired(string id) => _retired.TryGetValue(id, out var entry) ? entry : null;
}
