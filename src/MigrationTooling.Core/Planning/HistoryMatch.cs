using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;

namespace MigrationTooling.Planning;

/// <summary>Pairs the manifest's migrations with the history's rows, by id, by former id of either side.</summary>
internal sealed class HistoryMatch
{
    private readonly Dictionary<string, HistoryRow> _rowOf = new(StringComparer.Ordinal);
    private readonly List<HistoryRow> _unknown = [];
    private readonly List<(HistoryRow Row, Migration Migration)> _doubled = [];

    public HistoryMatch(MigrationManifest manifest, IReadOnlyList<HistoryRow> rows)
    {
        // Exact ids first: a row that bears the new id must win over one that still bears the old.
        foreach (var row in rows.OrderBy(r => manifest.Find(r.Id)?.Id == r.Id ? 0 : 1))
        {
            var migration = Find(manifest, row);
            if (migration is null)
            {
                _unknown.Add(row);
            }
            else if (_rowOf.ContainsKey(migration.Id))
            {
                _doubled.Add((row, migration));
            }
            else
            {
                _rowOf.Add(migration.Id, row);
            }
        }

        _unknown.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
    }

    /// <summary>Rows of migrations that the manifest does not know, by sequence.</summary>
    public IReadOnlyList<HistoryRow> Unknown => _unknown;

    /// <summary>Rows whose migration has another row already.</summary>
    public IReadOnlyList<(HistoryRow Row, Migration Migration)> Doubled => _doubled;

    public HistoryRow? RowOf(Migration migration) => _rowOf.TryGetValue(migration.Id, out var row) ? row : null;

    /// <summary>True where the row still bears an id that the manifest calls former.</summary>
    public static bool IsRenamed(HistoryRow row, Migration migration) =>
        row.Id != migration.Id && migration.Aliases.Contains(row.Id);

    private static Migration? Find(MigrationManifest manifest, HistoryRow row)
    {
        if (manifest.Find(row.Id) is { } known)
        {
            return known;
        }

        // An older program meets a row that was renamed after it was built.
        for (int i = row.FormerIds.Count - 1; i >= 0; i--)
        {
            if (manifest.Find(row.FormerIds[i]) is { } former)
            {
                return former;
            }
        }

        return null;
    }
}
