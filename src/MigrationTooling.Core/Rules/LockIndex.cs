using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Rules;

/// <summary>The lock and the files, each found by id.</summary>
internal sealed class LockIndex
{
    private readonly Dictionary<string, LockEntry> _entries;
    private readonly Dictionary<string, LockEntry> _retired = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MigrationFacts> _migrations;
    private readonly Lazy<Dictionary<string, int>> _positions;
    private readonly Lazy<ILookup<MigrationVersion, MigrationFacts>> _byVersion;
    private readonly Lazy<LockEntry?> _newest;
    private readonly MigrationFacts?[] _facts;
    private readonly HashSet<string> _contested;
    private readonly Lazy<IReadOnlyList<(LockEntry Entry, LockEntry Sibling)>> _forks;

    public LockIndex(LockFile file, IReadOnlyList<MigrationFacts> migrations)
    {
        _entries = new Dictionary<string, LockEntry>(file.Entries.Count, StringComparer.Ordinal);
        _migrations = new Dictionary<string, MigrationFacts>(migrations.Count, StringComparer.Ordinal);
        var contested = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in file.Entries)
        {
            if (_entries.TryGetValue(entry.Id, out var earlier))
            {
                if (!earlier.Scripts.Equals(entry.Scripts))
                {
                    contested.Add(entry.Id);
                }

                continue;
            }

            _entries.Add(entry.Id, entry);
            foreach (string alias in entry.Aliases)
            {
                _retired[alias] = entry;
            }
        }

        Lock = file;
        Entries = _entries.Count == file.Entries.Count ? file.Entries : file.Entries.Where(entry => ReferenceEquals(_entries[entry.Id], entry)).ToList();
        Migrations = migrations;
        foreach (var migration in migrations)
        {
            _migrations.Add(migration.Id, migration);
        }

        _facts = new MigrationFacts?[Entries.Count];
        int located = 0;
        for (int i = 0; i < _facts.Length; i++)
        {
            _facts[i] = Migration(Entries[i].Id);
            located += _facts[i] is null ? 0 : 1;
        }

        _contested = contested;
        _positions = new(() => Enumerable.Range(0, Entries.Count).ToDictionary(i => Entries[i].Id, StringComparer.Ordinal));
        _byVersion = new(() => migrations.ToLookup(migration => migration.Version));
        _forks = new(() => LockChain.Forks(Entries));
        _newest = new(() => LockOrder.Newest(Versions));
        Unlocked = located == migrations.Count ? [] : migrations.Where(migration => !_entries.ContainsKey(migration.Id)).ToList();
    }

    public LockFile Lock { get; }

    /// <summary>The lock's entries, each id once.</summary>
    public IReadOnlyList<LockEntry> Entries { get; }

    /// <summary>Each entry with its files' migration; null where that is gone.</summary>
    public IEnumerable<(LockEntry Entry, MigrationFacts? Facts)> Located
    {
        get
        {
            for (int i = 0; i < _facts.Length; i++)
            {
                yield return (Entries[i], _facts[i]);
            }
        }
    }

    /// <summary>Each entry with its version.</summary>
    public IEnumerable<(LockEntry Entry, MigrationVersion Version)> Versions =>
        Located.Select(located => (located.Entry, located.Facts?.Version ?? LockOrder.Version(located.Entry)));

    /// <summary>Those located entries whose checksums the lock agrees on with itself.</summary>
    public IEnumerable<(LockEntry Entry, MigrationFacts? Facts)> Judgeable =>
        _contested.Count == 0 ? Located : Located.Where(located => !_contested.Contains(located.Entry.Id));

    /// <summary>The files' migrations in version order.</summary>
    public IReadOnlyList<MigrationFacts> Migrations { get; }

    /// <summary>Those of them that the lock does not have.</summary>
    public IReadOnlyList<MigrationFacts> Unlocked { get; }

    /// <summary>The files' migrations as they are applied: the locked ones in lock order, then the others by version.</summary>
    public IEnumerable<MigrationFacts> ApplyOrder => _facts.OfType<MigrationFacts>().Concat(Unlocked);

    /// <summary>Each locked migration that follows the same one as an earlier one does.</summary>
    public IReadOnlyList<(LockEntry Entry, LockEntry Sibling)> Forks => _forks.Value;

    /// <summary>The locked migration with the highest version; null where nothing is locked.</summary>
    public LockEntry? Newest => _newest.Value;

    /// <summary>The version of a locked migration.</summary>
    public MigrationVersion Version(LockEntry entry) => Migration(entry.Id)?.Version ?? LockOrder.Version(entry);

    /// <summary>The files' migrations of a version.</summary>
    public IEnumerable<MigrationFacts> OfVersion(MigrationVersion version) => _byVersion.Value[version];

    public LockEntry? Entry(string id) => _entries.TryGetValue(id, out var entry) ? entry : null;

    /// <summary>Where the locked id stands in <see cref="Entries"/>.</summary>
    public int Position(string id) => _positions.Value[id];

    /// <summary>The migration whose former id this is.</summary>
    public LockEntry? Retired(string id) => _retired.TryGetValue(id, out var entry) ? entry : null;

    public MigrationFacts? Migration(string id) => _migrations.TryGetValue(id, out var migration) ? migration : null;
}
