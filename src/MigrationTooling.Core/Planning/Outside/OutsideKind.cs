namespace MigrationTooling.Planning;

/// <summary>What a statement does that can't be in a transaction, or that makes one of its own need a commit.</summary>
public enum OutsideKind
{
    /// <summary>Nothing of the kind: an ordinary statement.</summary>
    None = 0,

    /// <summary><c>CREATE INDEX CONCURRENTLY</c>.</summary>
    CreateIndex,

    /// <summary><c>DROP INDEX CONCURRENTLY</c>.</summary>
    DropIndex,

    /// <summary><c>REINDEX … CONCURRENTLY</c>.</summary>
    ReindexConcurrently,

    /// <summary><c>REINDEX SCHEMA</c>, <c>DATABASE</c>, <c>SYSTEM</c>: a transaction for each table.</summary>
    ReindexMany,

    /// <summary><c>VACUUM</c>.</summary>
    Vacuum,

    /// <summary><c>CLUSTER</c> without a table.</summary>
    Cluster,

    /// <summary><c>ALTER SYSTEM</c>.</summary>
    AlterSystem,

    /// <summary><c>CREATE DATABASE</c>.</summary>
    CreateDatabase,

    /// <summary><c>DROP DATABASE</c>.</summary>
    DropDatabase,

    /// <summary><c>ALTER DATABASE … SET TABLESPACE</c>.</summary>
    MoveDatabase,

    /// <summary><c>CREATE TABLESPACE</c>.</summary>
    CreateTablespace,

    /// <summary><c>DROP TABLESPACE</c>.</summary>
    DropTablespace,

    /// <summary><c>CREATE SUBSCRIPTION</c> that makes its replication slot.</summary>
    CreateSubscription,

    /// <summary><c>ALTER SUBSCRIPTION</c> that talks to the publisher.</summary>
    AlterSubscription,

    /// <summary><c>DROP SUBSCRIPTION</c>.</summary>
    DropSubscription,

    /// <summary><c>ALTER TABLE … DETACH PARTITION … CONCURRENTLY</c>.</summary>
    DetachPartition,

    /// <summary><c>ALTER TYPE … ADD VALUE</c>, on servers before 12.</summary>
    AddEnumValue,

    /// <summary><c>DISCARD ALL</c>.</summary>
    DiscardAll,

    /// <summary><c>REINDEX</c> of a table or index in a script with <c>transaction:false</c>: it may be partitioned.</summary>
    Reindex,

    /// <summary><c>CLUSTER</c> of a table in such a script.</summary>
    ClusterTable,

    /// <summary><c>CALL</c> or <c>DO</c> in such a script: it may commit.</summary>
    Call,
}
