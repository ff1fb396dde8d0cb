using System;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>A migration that an operator names: what the database and the manifest know of it.</summary>
/// <param name="Id">Its id; the manifest's where both know it.</param>
/// <param name="Row">Its row; null where the database does not know it.</param>
/// <param name="Migration">The manifest's entry; null where only the database knows it.</param>
/// <param name="Up">Its up script for this dialect; null without one.</param>
/// <param name="Down">Its down script.</param>
public sealed record NamedMigration(string Id, HistoryRow? Row, Migration? Migration, MigrationScript? Up, MigrationScript? Down)
{
    /// <summary>Finds it by id, former id or version; null where nobody knows it, and <paramref name="problem"/> says so with the nearest there is.</summary>
    public static NamedMigration? Find(MigrationManifest manifest, Dialect dialect, DatabaseSnapshot database, string text, out string? problem)
    {
        if (database is null)
        {
            throw new ArgumentNullException(nameof(database));
        }

        var migration = TargetSelection.Resolve(manifest, text, out problem);
        if (migration is not null)
        {
            var row = new HistoryMatch(manifest, database.Rows).RowOf(migration);
            return new NamedMigration(
                migration.Id, row, migration, migration.Script(Direction.Up, dialect), migration.Script(Direction.Down, dialect));
        }

        var known = database.Rows.FirstOrDefault(r => r.Id == text) ?? database.Rows.FirstOrDefault(r => r.FormerIds.Contains(text));
        if (known is null)
        {
            return null;
        }

        problem = null;
        return new NamedMigration(known.Id, known, null, null, null);
    }

    /// <summary>Where it stands.</summary>
    public MigrationState State => Row?.State ?? MigrationState.Pending;
}
