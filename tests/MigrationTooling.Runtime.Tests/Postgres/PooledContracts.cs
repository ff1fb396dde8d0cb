using MigrationTooling.Runtime.Tests.Contract;

namespace MigrationTooling.Runtime.Tests.Postgres;

public sealed class LeasedUpContract : UpContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class LeasedIntegrityContract : IntegrityContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class LeasedRunnersContract : RunnersContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class LeasedOperatorContract : OperatorContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class LeasedDownContract : DownContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class LeasedBrokenDownContract : BrokenDownContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class LeasedRedoContract : RedoContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class LeasedBatchContract : BatchContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class PooledRunnersContract : RunnersContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("session");
}

public sealed class PooledOperatorContract : OperatorContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("session");
}

public sealed class PooledBrokenDownContract : BrokenDownContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("session");
}

public sealed class PooledRedoContract : RedoContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("session");
}

public sealed class PooledBatchContract : BatchContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("session");
}

public sealed class LeasedNextIntentContract : NextIntentContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("transaction");
}

public sealed class PooledNextIntentContract : NextIntentContract
{
    protected override IDatabaseUnderTest CreateDatabase() => new PooledUnderTest("session");
}
