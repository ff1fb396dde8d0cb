namespace MigrationTooling.Sql;

/// <summary>What a statement does to the transaction it runs in.</summary>
public enum TransactionControl
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>BEGIN</c>, <c>START TRANSACTION</c>.</summary>
    Begin,

    /// <summary><c>COMMIT</c>, <c>END</c>.</summary>
    Commit,

    /// <summary><c>ROLLBACK</c>, <c>ABORT</c>.</summary>
    Rollback,

    /// <summary><c>COMMIT AND CHAIN</c>, <c>ROLLBACK AND CHAIN</c>: ends a transaction and begins another at once.</summary>
    Chain,

    /// <summary><c>PREPARE TRANSACTION</c>, <c>COMMIT PREPARED</c>, <c>ROLLBACK PREPARED</c>.</summary>
    Prepared,

    /// <summary><c>SAVEPOINT</c>.</summary>
    Savepoint,

    /// <summary><c>RELEASE</c>.</summary>
    Release,

    /// <summary><c>ROLLBACK TO</c>.</summary>
    RollbackTo,
}
