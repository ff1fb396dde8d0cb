namespace MigrationTooling.Planning;

/// <summary>A database's state in one word, derived from its rows and the manifest.</summary>
public enum DatabaseState
{
    /// <summary>Nothing was ever applied.</summary>
    Empty = 0,

    /// <summary>Everything of the manifest is applied.</summary>
    Clean = 1,

    /// <summary>Something of the manifest waits.</summary>
    Pending = 2,

    /// <summary>More is applied than the manifest knows: an older program looks at a newer database.</summary>
    Ahead = 3,

    /// <summary>A live runner is at work.</summary>
    Migrating = 4,

    /// <summary>A migration left a part behind, and an operator must decide.</summary>
    Dirty = 5,

    /// <summary>A rollback was begun and did not end.</summary>
    Rollback = 6,
}

/// <summary>The words of <see cref="DatabaseState"/>.</summary>
public static class DatabaseStates
{
    private static readonly string[] Words = ["empty", "clean", "pending", "ahead", "migrating", "dirty", "rollback"];

    /// <summary>The word printed in text and JSON.</summary>
    public static string Word(this DatabaseState state) => Words[(int)state];
}
