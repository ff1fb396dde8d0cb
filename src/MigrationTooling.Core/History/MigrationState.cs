namespace MigrationTooling.History;

/// <summary>Where one migration stands on one database.</summary>
public enum MigrationState
{
    /// <summary>Not applied: it has no row, or none that says otherwise.</summary>
    Pending = 0,

    /// <summary>Its intent is committed, its completion is not.</summary>
    InProgress = 1,

    /// <summary>Applied.</summary>
    Completed = 2,

    /// <summary>The last attempt failed and was rolled back as far as its units go.</summary>
    Failed = 3,

    /// <summary>Its down script is being run.</summary>
    RollingBack = 4,

    /// <summary>Taken back; pending again.</summary>
    RolledBack = 5,
}
