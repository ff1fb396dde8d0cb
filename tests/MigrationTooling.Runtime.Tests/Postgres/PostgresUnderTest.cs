using System.Collections.Generic;
using MigrationTooling.Model;
using MigrationTooling.Npgsql;
using MigrationTooling.Postgres.Tests;
using MigrationTooling.Runtime.Tests.Contract;
using MigrationTooling.Storage;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>A database of its own on the shared PostgreSQL server.</summary>
public sealed class PostgresUnderTest : IDatabaseUnderTest
{
    public PostgresDatabase Server { get; } = new();

    public Dialect Dialect => Dialect.PostgreSql;

    public IDatabaseProvider Provider() => new NpgsqlProvider(Server.ConnectionString);

    public IDatabaseProvider Provider(NpgsqlProviderOptions options) => new NpgsqlProvider(Server.ConnectionString, options);

    public void Execute(string sql) => Server.Execute(sql);

    public IReadOnlyList<string> Query(string sql) => Server.Query(sql);

    public void Dispose() => Server.Dispose();
}
