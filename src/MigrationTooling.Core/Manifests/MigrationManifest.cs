using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;

namespace MigrationTooling;

/// <summary>The ordered set of migrations an application or a folder carries. Enumerates in apply order.</summary>
public sealed class MigrationManifest : IReadOnlyList<Migration>
{
    private readonly Migration[] _migrations;
    private readonly Dictionary<string, Migration> _byId;

    /// <summary>Takes the migrations in apply order.</summary>
    public MigrationManifest(string name, Dialect dialect, IEnumerable<Migration> migrations)
    {
        Name = name;
        Dialect = dialect;
        _migrations = migrations.ToArray();
        _byId = new Dictionary<string, Migration>(_migrations.Length, StringComparer.Ordinal);
        foreach (var migration in _migrations)
        {
            _byId[migration.Id] = migration;
        }

        foreach (var migration in _migrations)
        {
            foreach (string alias in migration.Aliases)
            {
                if (!_byId.ContainsKey(alias))
                {
                    _byId.Add(alias, migration);
                }
            }
        }
    }

    /// <summary>The set's name; <c>Migrations</c> unless the project names it.</summary>
    public string Name { get; }

    /// <summary>The dialect the set is written in.</summary>
    public Dialect Dialect { get; }

    /// <inheritdoc />
    public int Count => _migrations.Length;

    /// <inheritdoc />
    public Migration this[int index] => _migrations[index];

    /// <summary>The migration with this id, or with this former id; null when there is none.</summary>
    public Migration? Find(string id) => _byId.TryGetValue(id, out var migration) ? migration : null;

    /// <inheritdoc />
    public IEnumerator<Migration> GetEnumerator() => ((IEnumerable<Migration>)_migrations).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
