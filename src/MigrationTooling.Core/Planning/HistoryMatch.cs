using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;

namespace MigrationTooling.Planning;

/// <summary>Pairs the manifest's migrations with the history's rows, by id, by former id of either side.</summary>
internal sealed class HistoryMatch
{
    private readonly Dictionary<string, HistoryRow> _rowOf;
    private readonly List<HistoryRow> _unknown = [];
    private readonly List<(HistoryRow Row, Migration Migration)> _doubled = [];

    public HistoryMatch(MigrationManifest manifest, IReadOnlyList<HistoryRow> rows)
    {
        _rowOf = new Dictionary<string, HistoryRow>(Math.Min(rows.Count, manifest.Count), StringComparer.Ordinal);

        // Exact ids first: a row that bears the new id must win over one that still bears the old.
        foreach (var row in InOrder(manifest, rows))
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

    private static IEnumerable<HistoryRow> InOrder(MigrationManifest manifest, IReadOnlyList<HistoryRow> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            if (!IsExact(manifest, rows[i]))
            {
                return rows.OrderBy(row => IsExact(manifest, row) ? 0 : 1);
            }
        }

        return rows;
    }

    private static bool IsExact(MigrationManifest manifest, HistoryRow row) => manifest.Find(row.Id)?.Id == row.Id;

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
