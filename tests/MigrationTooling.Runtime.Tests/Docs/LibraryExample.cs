using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Planning;
using MigrationTooling.Sqlite;

namespace MigrationTooling.Runtime.Tests.Docs;

/// <summary>The program of docs/library.md.</summary>
internal static class LibraryExample
{
    public static async Task RunAsync(string connectionString, CancellationToken cancellationToken)
    {
        // docs/library.md: begin
        // What the build compiled into the application; in a test or a tool, any manifest.
        var options = new MigratorOptions
        {
            Observer = new ConsoleObserver(),
            RunLockTimeout = TimeSpan.FromMinutes(1),
            RunnerName = "shop web-1",
        };
        var migrator = new Migrator(Migrations.Manifest, new SqliteProvider(connectionString), options);
        try
        {
            // Dead runners first: what can be proved is ended, and a person is only asked where it can't.
            var status = await migrator.StatusAsync(cancellationToken);
            if (status.State is DatabaseState.Dirty)
            {
                await migrator.RecoverAsync(cancellationToken: cancellationToken);
            }

            var result = await migrator.UpAsync(cancellationToken: cancellationToken);
            Console.WriteLine($"{result.Applied.Count} applied: the database is {result.State.Word()}.");
        }
        catch (MigratorException e)
        {
            // Each kind is an exit code of the tool; the three sentences say all that is known.
            Console.WriteLine($"{e.Message}\n{e.LeftBehind}\n{e.NextStep}");
            throw;
        }
        // docs/library.md: end
    }
}

// docs/library.md: begin
/// <summary>Events are sealed records; what one does not know is passed over.</summary>
internal sealed class ConsoleObserver : IMigrationObserver
{
    public void Observe(MigrationEvent migrationEvent)
    {
        if (migrationEvent is MigrationEvent.MigrationCompleted completed)
        {
            Console.WriteLine($"{completed.Id} in {completed.Elapsed.TotalMilliseconds:0} ms");
        }
    }
}
// docs/library.md: end
