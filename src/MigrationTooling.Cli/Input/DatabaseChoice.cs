using MigrationTooling.Cli.Hosting;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Input;

/// <summary>The database that the settings lead to, or why they lead to none.</summary>
/// <param name="Address">Null where there is none.</param>
/// <param name="Source">Where the address was found.</param>
/// <param name="Environment">What migrate.json says of it.</param>
/// <param name="WhyNone">Why there is no address; null where there is one.</param>
/// <param name="Next">What to do about it.</param>
internal sealed record DatabaseChoice(DatabaseAddress? Address, string? Source, EnvironmentSettings Environment, string? WhyNone, string? Next)
{
    public static DatabaseChoice None(string why, string next) => new(null, null, EnvironmentSettings.None, why, next);

    /// <summary>The address; without one, or with one that this build can't run, an exit-2 failure.</summary>
    public DatabaseAddress Require()
    {
        if (Address is null)
        {
            throw CommandFailure.Usage(WhyNone!, Next);
        }

        return Address.Dialect == Dialect.Sqlite
            ? Address
            : throw CommandFailure.Usage(
                $"{Address.Display} ({Source}) is a PostgreSQL database, and this build of dotnet-migrate runs SQLite only. Nothing was touched.",
                "Files and lock are judged without a database: dotnet migrate verify --offline");
    }
}
