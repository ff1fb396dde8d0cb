namespace MigrationTooling.Npgsql;

/// <summary>How runners are kept in order. What they write is kept apart by the fence, whichever it is.</summary>
public enum RunLockMode
{
    /// <summary>A session's lock, unless a pooler that gives each transaction another server session is proved: then a lease.</summary>
    Auto = 0,

    /// <summary>Advisory locks of server sessions; refused where such a pooler is proved.</summary>
    Session = 1,

    /// <summary>A lease in the owner row, and nothing that has to outlive a transaction in a server session.</summary>
    Lease = 2,
}
