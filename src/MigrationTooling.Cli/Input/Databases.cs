using System;
using System.IO;
using System.Runtime.CompilerServices;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Npgsql;
using MigrationTooling.Sqlite;
using MigrationTooling.Storage;
using SQLitePCL;

namespace MigrationTooling.Cli.Input;

/// <summary>Makes the provider of a database. Nothing of SQLite is touched before.</summary>
internal static class Databases
{
    /// <summary>The provider for an address; nothing is opened yet.</summary>
    public static IDatabaseProvider Provider(Invocation invocation, DatabaseAddress address)
    {
        if (address.Dialect == Dialect.PostgreSql)
        {
            return Server(invocation, address.ConnectionString, address.Display);
        }

        if (invocation.Values.Schema is not null)
        {
            throw CommandFailure.Usage("--schema names a schema of PostgreSQL, and this is a SQLite database.", "Leave it out; the history's tables are named by --migration-table.");
        }

        if (invocation.Values.RunLock is not null || invocation.Values.Lease is not null)
        {
            throw CommandFailure.Usage("--run-lock and --lease are of PostgreSQL, and this is a SQLite database.", "Leave them out; SQLite has a lock of its own.");
        }

        var library = LoadSqlite(invocation);
        invocation.SayWhere("SQLite", library.Version, library.Source);
        return Sqlite(invocation, address.ConnectionString);
    }

    /// <summary>A provider that writes scripts and is never asked to open anything.</summary>
    public static IDatabaseProvider ScriptingProvider(Invocation invocation, MigrationFolder folder) => folder.Verdict.Dialect == Dialect.PostgreSql
        ? Server(invocation, "Host=never-opened", "The history's place")
        : Sqlite(invocation, "Data Source=never-opened.db");

    // Not inlined: what runs on SQLite must not load the driver of the other.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NpgsqlProvider Server(Invocation invocation, string connectionString, string display)
    {
        var table = invocation.Settings.Table;
        invocation.SayWhere("history table", table.Value, table.Source);
        var schema = invocation.Settings.Schema;
        if (schema is { } named)
        {
            invocation.SayWhere("history schema", named.Value, named.Source);
        }

        // Statements go to the server as they were split. In an application this is its own choice; here it is ours.
        AppContext.SetSwitch("Npgsql.EnableSqlRewriting", false);
        try
        {
            return new NpgsqlProvider(connectionString, RunLockChoice.With(new NpgsqlProviderOptions { HistoryTable = table.Value, Schema = schema?.Value }, invocation));
        }
        catch (ArgumentException e)
        {
            throw CommandFailure.Usage($"{display} can't be used: {FirstLine(e.Message)}");
        }
    }

    private static SqliteProvider Sqlite(Invocation invocation, string connectionString)
    {
        var table = invocation.Settings.Table;
        invocation.SayWhere("history table", table.Value, table.Source);
        try
        {
            return new SqliteProvider(connectionString, new SqliteProviderOptions { HistoryTable = table.Value });
        }
        catch (ArgumentException e)
        {
            throw CommandFailure.Usage(FirstLine(e.Message));
        }
    }

    /// <summary>The SQLite library that <c>--sqlite-library</c> chooses, loaded.</summary>
    public static SqliteLibraryInfo LoadSqlite(Invocation invocation)
    {
        string choice = invocation.Values.SqliteLibrary ?? SqliteLibrary.Newer;
        bool isPath = choice is not (SqliteLibrary.Newer or SqliteLibrary.Bundled or SqliteLibrary.System) && choice.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        try
        {
            var library = SqliteLibrary.Load(new SQLite3Provider_e_sqlite3(), "e_sqlite3", isPath ? invocation.Surroundings.Absolute(choice) : choice);
            // A connection is never used by two threads at once here (an interrupt is free to come from another), and nobody asks SQLite for its statistics:
            // without its locks a large script costs a tenth less.
            raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
            raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
            return library;
        }
        catch (SqliteLibraryException e)
        {
            throw CommandFailure.Usage(e.Message);
        }
    }

    /// <summary>The engine's refusal as the tool's: the kinds are the exit codes.</summary>
    public static CommandFailure Failure(MigratorException e) =>
        new((int)e.Kind, e.Message, e.NextStep.Length == 0 ? null : e.NextStep, e.LeftBehind, e)
        {
            Findings = e is CannotConnectException unreachable ? unreachable.Findings : [],
        };

    // ArgumentException appends the parameter's name on a line or in brackets of its own.
    private static string FirstLine(string message)
    {
        int parameter = message.IndexOf(" (Parameter", StringComparison.Ordinal);
        return parameter < 0 ? message : message[..parameter];
    }
}
