using System;

namespace MigrationTooling.Storage;

/// <summary>A connection that reads only.</summary>
public interface IDatabaseReader : IHistoryReader, IAsyncDisposable;
