using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Results;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Storage;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>What the SQLite suites share: a file of its own for each test.</summary>
public abstract class SqliteTest : IDisposable
{
    protected SqliteUnderTest Database { get; } = new();

    public void Dispose()
    {
        Database.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static ManifestBuilder Manifest() => new(Dialect.Sqlite);

    protected Task<RunResult> Up(ManifestBuilder manifest, MigratorOptions? options = null, IDatabaseProvider? provider = null) =>
        new Migrator(manifest.Build(), provider ?? Database.Provider(), options).UpAsync();

    /// <summary>Runs one script that must fail.</summary>
    protected async Task<MigrationFailure> Fails(string script) =>
        (await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("9_last", script)))).Result.Failed!;

    protected IReadOnlyList<string> Query(string sql) => Database.Query(sql);

    protected string Scalar(string sql) => Assert.Single(Database.Query(sql));
}
