using System;
using System.Collections.Generic;
using MigrationTooling.Model;
using MigrationTooling.Npgsql;
using MigrationTooling.Postgres.Tests;
using MigrationTooling.Runtime.Tests.Contract;
using MigrationTooling.Storage;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>A database that the engine reaches only through the real PgBouncer. At the end of each test nothing of ours may be in its pool.</summary>
public sealed class PooledUnderTest : IDatabaseUnderTest
{
    // Short, because a test whose runner dies waits for its end.
    private static readonly NpgsqlProviderOptions ShortLease = new() { LeaseLength = TimeSpan.FromSeconds(2) };

    private readonly PgBouncer _pooler;
    private readonly PostgresDatabase _server = new();

    public PooledUnderTest(string mode) => _pooler = new PgBouncer(mode, _server);

    public Dialect Dialect => Dialect.PostgreSql;

    public IDatabaseProvider Provider() => new NpgsqlProvider(_pooler.ConnectionString, ShortLease);

    public void Execute(string sql) => _server.Execute(sql);

    public IReadOnlyList<string> Query(string sql) => _server.Query(sql);

    public void Dispose()
    {
        try
        {
            Pool.AssertClean(_pooler, _server);
        }
        finally
        {
            _pooler.Dispose();
            _server.Dispose();
        }
    }
}
