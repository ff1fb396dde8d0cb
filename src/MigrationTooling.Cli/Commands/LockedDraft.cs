using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Planning;

namespace MigrationTooling.Cli.Commands;

/// <summary>
/// A locked migration that is still this developer's own: this database's <c>up</c> added its line, and the line is not committed.
/// Edited, it is no change of what the team froze.
/// </summary>
internal static class LockedDraft
{
    /// <summary>The one whose edit is all that is wrong with the files; null where there is none.</summary>
    public static async Task<string?> FindAsync(Invocation invocation, MigrationFolder folder, DatabaseAddress address)
    {
        string?[] edited = folder.Errors.Select(f => f.Rule.Id == "MIG0001" ? f.Migration : null).Distinct().ToArray();
        if (edited is not [{ } id] || UnlockAfterRun.Committed(invocation, folder).Contains(id))
        {
            return null;
        }

        var migrator = new Migrator(new MigrationManifest("Migrations", address.Dialect, []), Databases.Provider(invocation, address));
        try
        {
            var rows = await migrator.RowsAsync(invocation.Interruption.Cancel);
            var journal = await migrator.HistoryAsync(new HistoryRequest { Everything = true }, invocation.Interruption.Cancel);
            return rows.FirstOrDefault(r => r.Id == id) is { } row && LockOrigin.IsOurs(row, journal.Entries) ? id : null;
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }
}
