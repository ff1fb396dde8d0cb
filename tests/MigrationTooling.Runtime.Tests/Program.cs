using System;
using System.Diagnostics;
using System.Threading.Tasks;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Sqlite;

namespace MigrationTooling.Runtime.Tests;

/// <summary>The child process of the kill tests: runs the witness migrations on a file, and dies or waits at a step of the protocol.</summary>
public static class Program
{
    /// <summary>Arguments: file, <c>die</c> or <c>wait</c> at a step or <c>tell</c> each, that step, how many migrations, run lock timeout in seconds.</summary>
    public static async Task<int> Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args[0] == "library")
        {
            return Library(args[1], args[2]);
        }

        if (args[0] == "postgres")
        {
            return await PostgresAsync(args[1], args[2], args[3]);
        }

        string deed = args[1], at = args[2];
        bool isDown = args[3] == "down";
        int count = isDown ? 0 : int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture);
        var manifest = (isDown ? WitnessMigrations.WithDown() : count > 0 ? WitnessMigrations.Manifest(count) : WitnessMigrations.Heavy()).Build();
        var options = new MigratorOptions { RunLockTimeout = TimeSpan.FromSeconds(int.Parse(args[4], System.Globalization.CultureInfo.InvariantCulture)) };
        var provider = new SteppedProvider(SqliteProvider.ForFile(args[0]), AtStep);
        try
        {
            var migrator = new Migrator(manifest, provider, options);
            await (isDown ? migrator.DownAsync() : migrator.UpAsync());
            return 0;
        }
        catch (Errors.MigratorException e)
        {
            Console.Error.WriteLine(e.Message);
            return (int)e.Kind;
        }

        ValueTask AtStep(string step)
        {
            if (step == at && deed == "die")
            {
                // SIGKILL, to ourselves: nothing gets to clean up.
                Process.GetCurrentProcess().Kill();
            }

            if (deed == "tell" || (step == at && deed == "wait"))
            {
                Console.WriteLine(step);
            }

            if (step == at && deed == "wait")
            {
                Console.ReadLine();
            }

            return default;
        }
    }

    /// <summary>Loads the SQLite of a choice and runs a script on a file with it: prints version and source, then where it failed.</summary>
    /// <summary>Applies two scripts to a PostgreSQL database; whoever started this kills it.</summary>
    private static async Task<int> PostgresAsync(string connection, string first, string second)
    {
        var manifest = new ManifestBuilder(Model.Dialect.PostgreSql).Add("1_table", first).Add("2_outside", second);
        await new Migrator(manifest.Build(), new Npgsql.NpgsqlProvider(connection)).UpAsync();
        return 0;
    }

    private static int Library(string choice, string file)
    {
        try
        {
            var info = SqliteLibrary.Load(new SQLitePCL.SQLite3Provider_e_sqlite3(), "e_sqlite3", choice);
            Console.WriteLine($"{info.Version} {info.Source}");
            var manifest = new ManifestBuilder(Model.Dialect.Sqlite).Add("1_t", Console.In.ReadToEnd()).Build();
            new Migrator(manifest, SqliteProvider.ForFile(file)).UpAsync().GetAwaiter().GetResult();
            return 0;
        }
        catch (SqliteLibraryException e)
        {
            Console.WriteLine(e.Message);
            return (int)Errors.ErrorKind.Usage;
        }
        catch (Errors.MigrationFailedException e)
        {
            Console.WriteLine($"{e.Result.Failed!.Line}:{e.Result.Failed.Column} {e.Result.Failed.Message}");
            return (int)e.Kind;
        }
    }
}
