namespace MigrationTooling.Planning;

/// <summary>The words that messages use for a kind.</summary>
public static class OutsideKinds
{
    /// <summary>How the statement is called: <c>CREATE INDEX CONCURRENTLY</c>.</summary>
    public static string Words(this OutsideKind kind) => kind switch
    {
        OutsideKind.CreateIndex => "CREATE INDEX CONCURRENTLY",
        OutsideKind.DropIndex => "DROP INDEX CONCURRENTLY",
        OutsideKind.ReindexConcurrently => "REINDEX CONCURRENTLY",
        OutsideKind.ReindexMany or OutsideKind.Reindex => "REINDEX",
        OutsideKind.Vacuum => "VACUUM",
        OutsideKind.Cluster or OutsideKind.ClusterTable => "CLUSTER",
        OutsideKind.AlterSystem => "ALTER SYSTEM",
        OutsideKind.CreateDatabase => "CREATE DATABASE",
        OutsideKind.DropDatabase => "DROP DATABASE",
        OutsideKind.MoveDatabase => "ALTER DATABASE SET TABLESPACE",
        OutsideKind.CreateTablespace => "CREATE TABLESPACE",
        OutsideKind.DropTablespace => "DROP TABLESPACE",
        OutsideKind.CreateSubscription => "CREATE SUBSCRIPTION",
        OutsideKind.AlterSubscription => "ALTER SUBSCRIPTION",
        OutsideKind.DropSubscription => "DROP SUBSCRIPTION",
        OutsideKind.DetachPartition => "DETACH PARTITION CONCURRENTLY",
        OutsideKind.AddEnumValue => "ALTER TYPE ADD VALUE",
        OutsideKind.DiscardAll => "DISCARD ALL",
        OutsideKind.Call => "CALL",
        _ => "This statement",
    };
}
