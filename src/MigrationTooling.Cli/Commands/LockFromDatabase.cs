using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary><c>lock --from-database</c>: freezes what a database ran.</summary>
internal sealed class LockFromDatabase(Invocation invocation, MigrationFolder folder)
{
    public async Task<int> RunAsync()
    {
        var address = invocation.Database(mayUseDefault: true).Require();
        var rows = await RowsAsync(address);

        // A file that can't be judged must not be frozen as it is; what the lock says of it is asked below.
        var errors = folder.Errors.Where(f => f.Rule.Category == "File" || f.Rule.Id == "MIG0006").ToList();
        if (errors.Count > 0)
        {
            return LockEditing.Finish(invocation, folder, new LockEditResult(folder.Lock, EquatableList<LockChange>.Empty, errors.ToEquatableList(), null));
        }

        bool isBroken = folder.Verdict.Findings.Any(f => f.Rule.Id == "MIG0007");
        var edit = LockEdits.FromHistory(
            isBroken ? LockFile.Empty(folder.Verdict.Dialect) : folder.Lock, folder.Verdict.Migrations, rows, address.Dialect);
        if (isBroken && edit is { IsRefused: false })
        {
            await Question.AskAsync(
                invocation, $"{LockFile.FileName} can't be read whole. Replace it by what {address.Display} ran? What only the old one knew is lost.");
        }

        return LockEditing.Finish(invocation, folder, edit);
    }

    private async Task<IReadOnlyList<HistoryRow>> RowsAsync(DatabaseAddress address)
    {
        var migrator = new Migrator(new MigrationManifest("Migrations", address.Dialect, []), Databases.Provider(invocation, address));
        try
        {
            return await migrator.RowsAsync(invocation.Interruption.Cancel);
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }
}
