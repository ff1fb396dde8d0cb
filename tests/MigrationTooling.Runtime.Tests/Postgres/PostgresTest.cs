using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Npgsql;
using MigrationTooling.Results;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Storage;
using Npgsql;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>What the PostgreSQL suites share: a database of its own for each test.</summary>
public abstract class PostgresTest : IDisposable
{
    protected static readonly MigratorOptions AskOnce = new() { RunLockTimeout = TimeSpan.Zero };

    protected PostgresUnderTest Database { get; } = new();

    public void Dispose()
    {
        Database.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static ManifestBuilder Manifest() => new(Dialect.PostgreSql);

    protected Migrator Migrator(ManifestBuilder manifest, IDatabaseProvider? provider = null, MigratorOptions? options = null) =>
        new(manifest.Build(), provider ?? Database.Provider(), options);

    protected Task<RunResult> Up(ManifestBuilder manifest, IDatabaseProvider? provider = null) => Migrator(manifest, provider).UpAsync();

    /// <summary>Runs what must fail in a migration.</summary>
    protected async Task<MigrationFailure> Fails(ManifestBuilder manifest, IDatabaseProvider? provider = null) =>
        (await Assert.ThrowsAsync<MigrationFailedException>(() => Up(manifest, provider))).Result.Failed!;

    protected IReadOnlyList<string> Query(string sql) => Database.Query(sql);

    protected string Scalar(string sql) => Assert.Single(Query(sql));

    /// <summary>A session of somebody else, with what it runs first.</summary>
    protected NpgsqlConnection Session(string sql)
    {
        var connection = Database.Server.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
        return connection;
    }

    protected static NpgsqlProviderOptions Impatient => new() { LockTimeout = TimeSpan.FromMilliseconds(200), ReconnectTimeout = TimeSpan.FromSeconds(1) };
}
