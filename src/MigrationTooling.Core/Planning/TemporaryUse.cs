namespace MigrationTooling.Planning;

/// <summary>A temporary object that one unit makes and a later one names: it ends with the connection, so nothing between the two can be resumed.</summary>
/// <param name="Name">Its name as the script writes it, without quotes.</param>
/// <param name="Made">The unit that makes it, from 0.</param>
/// <param name="LastNamed">The last unit that names it, from 0.</param>
public sealed record TemporaryUse(string Name, int Made, int LastNamed)
{
    /// <summary>It is no object but what a call of set_config made of the session, with a value that the script does not tell; it counts for all units behind.</summary>
    public bool IsSetting { get; init; }
}
