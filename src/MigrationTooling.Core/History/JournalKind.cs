namespace MigrationTooling.History;

/// <summary>What a journal entry reports.</summary>
public enum JournalKind
{
    /// <summary>The history tables were made.</summary>
    Created = 0,

    /// <summary>The history tables were brought to a newer format.</summary>
    Upgraded = 1,

    /// <summary>A runner became the owner of the database.</summary>
    Owned = 2,

    /// <summary>The owner left.</summary>
    Released = 3,

    /// <summary>An attempt is about to start.</summary>
    Intent = 4,

    /// <summary>A unit of a migration was committed; others follow.</summary>
    UnitCompleted = 5,

    /// <summary>A migration was applied.</summary>
    Completed = 6,

    /// <summary>An attempt failed.</summary>
    Failed = 7,

    /// <summary>An attempt was cancelled.</summary>
    Cancelled = 8,

    /// <summary>A row took over its migration's new id.</summary>
    Renamed = 9,

    /// <summary>A row took over the checksum of a text whose tokens are the same.</summary>
    Restamped = 10,

    /// <summary>The database was found at another place than the one it was last run at.</summary>
    Moved = 11,
}
