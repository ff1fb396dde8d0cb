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

    /// <summary>A migration is about to be rolled back.</summary>
    RollbackIntent = 12,

    /// <summary>A migration was rolled back.</summary>
    RolledBack = 13,

    /// <summary>A rollback failed.</summary>
    RollbackFailed = 14,

    /// <summary>A rollback that had begun was given up; its migration stands.</summary>
    RollbackAbandoned = 15,

    /// <summary>An operator said how a migration stands.</summary>
    Resolved = 16,

    /// <summary>A migration was recorded as there before the history began.</summary>
    Baselined = 17,

    /// <summary>An operator freed the database of an owner that is gone.</summary>
    Unlocked = 18,

    /// <summary>What a dead runner left was put in order.</summary>
    Recovered = 19,

    /// <summary>An intended edit of an applied migration was accepted.</summary>
    Accepted = 20,

    /// <summary>A statement that can't be in a transaction is about to run.</summary>
    StatementIntent = 21,
}
