namespace MigrationTooling.Model;

/// <summary>Which way a script moves the schema.</summary>
public enum Direction
{
    /// <summary>Applies the migration.</summary>
    Up = 0,

    /// <summary>Takes it back.</summary>
    Down = 1,
}
