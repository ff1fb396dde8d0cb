namespace MigrationTooling.Planning;

/// <summary>What a plan is made for.</summary>
public enum RunPurpose
{
    /// <summary>Apply what is pending.</summary>
    Up = 0,

    /// <summary>Run one migration again that failed or was interrupted.</summary>
    Retry = 1,

    /// <summary>End what was begun, and begin nothing.</summary>
    Recover = 2,
}
