using MigrationTooling.Cli.Hosting;

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

    /// <summary>The address; without one an exit-2 failure.</summary>
    public DatabaseAddress Require() => Address ?? throw CommandFailure.Usage(WhyNone!, Next);
}
