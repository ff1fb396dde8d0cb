using System.Linq;
using MigrationTooling.History;

namespace MigrationTooling.Planning;

/// <summary>Derives the one word for a database; the first that holds.</summary>
internal static class DatabaseStateRule
{
    public static DatabaseState Derive(DatabaseSnapshot database, bool ahead, int pendingCount)
    {
        if (database.LiveRunner is not null)
        {
            return DatabaseState.Migrating;
        }

        if (database.Rows.Any(r => r.State == MigrationState.RollingBack))
        {
            return DatabaseState.Rollback;
        }

        if (database.Rows.Any(r => r.IsPartlyApplied))
        {
            return DatabaseState.Dirty;
        }

        if (ahead)
        {
            return DatabaseState.Ahead;
        }

        if (database.Rows.Count == 0)
        {
            return DatabaseState.Empty;
        }

        return pendingCount > 0 ? DatabaseState.Pending : DatabaseState.Clean;
    }
}
