using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>What the catalog says about a target at one moment.</summary>
/// <param name="Relation">The table that it is about, by its number; 0 for none.</param>
/// <param name="Objects">The objects: the indexes of the table, the database, the partition.</param>
public sealed record CatalogLook(long Relation, EquatableList<CatalogObject> Objects)
{
    /// <summary>How the server would write the index's definition; empty where it could not be tried or is no index.</summary>
    public string Expected { get; init; } = "";

    /// <summary>Which other session works on the relation in a way that may be this statement's; null where none does.</summary>
    public string? AtWork { get; init; }
}

/// <summary>An object of the catalog.</summary>
/// <param name="Id">Its number, which nothing else ever had or gets.</param>
/// <param name="Name">Its bare name.</param>
/// <param name="Path">Its name for SQL: qualified and quoted.</param>
/// <param name="IsWhole">False for an index that is not valid, or a partition that is half detached.</param>
/// <param name="Definition">What it is, as the server writes it, without its name.</param>
public sealed record CatalogObject(long Id, string Name, string Path, bool IsWhole, string Definition);
