using MigrationTooling.Runtime.Tests.Contract;

namespace MigrationTooling.Runtime.Tests.Postgres;

public sealed class PostgresUpContract : UpContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresIntegrityContract : IntegrityContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresRunnersContract : RunnersContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresFenceContract : FenceContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresOperatorContract : OperatorContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresDownContract : DownContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresBrokenDownContract : BrokenDownContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresRedoContract : RedoContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresBatchContract : BatchContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresNextIntentContract : NextIntentContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}

public sealed class PostgresUnreadableScriptContract : UnreadableScriptContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();
}
