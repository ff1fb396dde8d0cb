namespace MigrationTooling.Storage;

/// <summary>A connection that runs migrations: the sum of what that takes.</summary>
public interface IDatabaseRunner : IDatabaseReader, IRunLock, IHistoryWriter, IUnitRunner;
