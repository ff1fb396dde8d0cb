using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Errors;
using MigrationTooling.Results;

namespace MigrationTooling.Cli.Input;

/// <summary>Reads where a database stands against a folder.</summary>
internal static class DatabaseStatus
{
    public static async Task<StatusReport> ReadAsync(Invocation invocation, MigrationFolder folder, DatabaseAddress address)
    {
        var migrator = new Migrator(
            ManifestBuilder.Build(folder),
            Databases.Provider(invocation, address),
            new MigratorOptions { AcceptedEdits = folder.Lock.Accepted, ToolVersion = ToolVersion.Text });
        try
        {
            return await migrator.StatusAsync(invocation.Interruption.Cancel);
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }
}
