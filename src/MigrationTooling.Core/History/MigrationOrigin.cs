namespace MigrationTooling.History;

/// <summary>How a migration came to be recorded.</summary>
public enum MigrationOrigin
{
    /// <summary>This tool ran it.</summary>
    Ran = 0,

    /// <summary>An operator marked it.</summary>
    Marked = 1,

    /// <summary>It was there before the history began.</summary>
    Baselined = 2,

    /// <summary>Taken over from another tool's history.</summary>
    Adopted = 3,
}
