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
    private readonly EntriesById _entries;
    private readonly Lazy<Dictionary<string, MigrationFacts>> _migrations;
    private readonly Lazy<Dictionary<string, int>> _positions;
    private readonly Lazy<ILookup<MigrationVersion, MigrationFacts>> _byVersion;
    private readonly Lazy<LockEntry?> _newest;
    private readonly MigrationFacts?[] _facts;
    private readonly Lazy<IReadOnlyList<(LockEntry Entry, LockEntry Sibling)>> _forks;

    public LockIndex(LockFile file, IReadOnlyList<MigrationFacts> migrations)
    {
        _entries = file.ById;
        Lock = file;
        Entries = _entries.Distinct;
        Migrations = migrations;
        _migrations = new(() => migrations.ToDictionary(migration => migration.Id, StringComparer.Ordinal));
        _facts = new MigrationFacts?[Entries.Count];
        int located = 0;
        for (int i = 0; i < _facts.Length; i++)
        {
            // In a healthy set the n-th line is the n-th migration.
            _facts[i] = i < migrations.Count && string.Equals(migrations[i].Id, Entries[i].Id, StringComparison.Ordinal) ? migrations[i] : Migration(Entries[i].Id);
            located += _facts[i] is null ? 0 : 1;
        }

        _positions = new(() => Enumerable.Range(0, Entries.Count).ToDictionary(i => Entries[i].Id, StringComparer.Ordinal));
        _byVersion = new(() => migrations.ToLookup(migration => migration.Version));
        _forks = new(() => LockChain.Forks(Entries));
        _newest = new(() => LockOrder.Newest(Versions));
        Unlocked = located == migrations.Count ? [] : migrations.Where(migration => Entry(migration.Id) is null).ToList();
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
    public IEnumerable<(LockEntry Entry, MigrationVersion Version)> Versions
    {
        get
        {
            for (int i = 0; i < _facts.Length; i++)
            {
                yield return (Entries[i], _facts[i]?.Version ?? LockOrder.Version(Entries[i]));
            }
        }
    }

    /// <summary>Those located entries whose checksums the lock agrees on with itself.</summary>
    public IEnumerable<(LockEntry Entry, MigrationFacts? Facts)> Judgeable =>
        _entries.Contested.Count == 0 ? Located : Located.Where(located => !_entries.Contested.Contains(located.Entry.Id));

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

    public LockEntry? Entry(string id) => _entries.Find(id);

    /// <summary>Where the locked id stands in <see cref="Entries"/>.</summary>
    public int Position(string id) => _positions.Value[id];

    /// <summary>The migration whose former id this is.</summary>
    public LockEntry? Retired(string id) => _entries.Retired(id);

    public MigrationFacts? Migration(string id) => _migrations.Value.TryGetValue(id, out var migration) ? migration : null;
}
