using System.Collections.Generic;
using System.CommandLine;
using MigrationTooling.Cli.Input;

namespace MigrationTooling.Cli.Hosting;

/// <summary>The options that stand on every command.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> DatabaseUrl { get; } = Text("--database-url", "-u", "URL", "The database: sqlite:app.db, sqlite:///abs/path.db, postgresql://user@host/db or an ADO.NET connection string.");

    public Option<string?> Connection { get; } = Text("--connection", null, "NAME|STRING", "A connection string, or the name of one in the application's settings.");

    public Option<string?> Environment { get; } = Text("--environment", "-e", "NAME", "The environment of migrate.json and of appsettings.NAME.json.");

    public Option<string?> MigrationsDir { get; } = Text("--migrations-dir", "-m", "DIR", "The migrations directory.");

    public Option<string?> MigrationTable { get; } = Text("--migration-table", "-t", "NAME", "The history table; the tool's other tables take their names from it.");

    public Option<string?> Schema { get; } = Text("--schema", null, "NAME", "PostgreSQL: the schema of the history's tables. Default: where an unqualified name finds them, or would make them.");

    public Option<string?> RunLock { get; } = Text("--run-lock", null, "KIND", "PostgreSQL: session (a lock of a server session), lease (in the owner row), or auto: session unless a pooler in transaction mode is proved. Default: auto.");

    public Option<string?> Lease { get; } = Text("--lease", null, "SECONDS", "PostgreSQL: how long a lease holds from its last heartbeat on. Default: 30.");

    public Option<string?> Project { get; } = Text("--project", "-p", "FILE|DIR", "The project whose settings hold.");

    public Option<string?> SqliteLibrary { get; } = Text("--sqlite-library", null, "LIBRARY", "The SQLite library: bundled, system or a path. Default: the newer of bundled and system.");

    /// <summary>Stands on the verbs that run or judge, not on those that write files.</summary>
    public Option<string?> Assembly { get; } = new("--assembly")
    {
        HelpName = "APP.DLL",
        Description = "Take the migrations that are compiled into this assembly instead of files; APP.DLL#CLASS where it carries several sets. It is read, never loaded.",
    };

    public Option<string> Format { get; } = new("--format")
    {
        HelpName = "FORMAT",
        Description = "What standard output carries: text or json.",
        DefaultValueFactory = _ => OutputFormat.Text,
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = Flag("--verbose", "-v", "Say where each setting came from.");

    public Option<bool> NoColor { get; } = Flag("--no-color", null, "No colours (the variable NO_COLOR does the same).");

    public Option<bool> Yes { get; } = Flag("--yes", "-y", "Answer yes where a command asks.");

    public IEnumerable<Option> All =>
    [
        DatabaseUrl, Connection, Environment, MigrationsDir, MigrationTable, Schema, RunLock, Lease, Project, SqliteLibrary, Format, Verbose, NoColor, Yes,
    ];

    public GlobalValues Values(ParseResult result) => new(
        result.GetValue(DatabaseUrl),
        result.GetValue(Connection),
        result.GetValue(Environment),
        result.GetValue(MigrationsDir),
        result.GetValue(MigrationTable),
        result.GetValue(Schema),
        result.GetValue(Project),
        result.GetValue(SqliteLibrary),
        result.GetValue(Assembly),
        result.GetValue(Verbose),
        result.GetValue(Yes))
    {
        RunLock = result.GetValue(RunLock),
        Lease = result.GetValue(Lease),
    };

    private static Option<string?> Text(string name, string? alias, string helpName, string description) =>
        new(name, alias is null ? [] : [alias]) { HelpName = helpName, Description = description, Recursive = true };

    private static Option<bool> Flag(string name, string? alias, string description) =>
        new(name, alias is null ? [] : [alias]) { Description = description, Recursive = true };
}
