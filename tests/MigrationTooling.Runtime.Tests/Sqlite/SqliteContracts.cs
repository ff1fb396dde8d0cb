using MigrationTooling.Runtime.Tests.Contract;

namespace MigrationTooling.Runtime.Tests.Sqlite;

public sealed class SqliteUpContract : UpContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteIntegrityContract : IntegrityContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteRunnersContract : RunnersContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteFenceContract : FenceContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteOperatorContract : OperatorContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteDownContract : DownContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteBrokenDownContract : BrokenDownContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteRedoContract : RedoContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteBatchContract : BatchContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteNextIntentContract : NextIntentContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}

public sealed class SqliteUnreadableScriptContract : UnreadableScriptContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new SqliteUnderTest();
}
