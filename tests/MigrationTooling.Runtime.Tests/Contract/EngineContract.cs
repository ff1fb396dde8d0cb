using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Results;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Storage;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What the suites share: each test has a database of its own.</summary>
public abstract class EngineContract : IDisposable
{
    private IDatabaseUnderTest? _database;

    protected IDatabaseUnderTest Database => _database ??= CreateDatabase();

    protected abstract IDatabaseUnderTest CreateDatabase();

    public void Dispose()
    {
        _database?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected ManifestBuilder Manifest() => new(Database.Dialect);

    protected Migrator Migrator(ManifestBuilder manifest, MigratorOptions? options = null, IDatabaseProvider? provider = null) =>
        new(manifest.Build(), provider ?? Database.Provider(), options);

    protected Task<RunResult> Up(ManifestBuilder manifest) => Migrator(manifest).UpAsync();

    protected string Scalar(string sql) => Assert.Single(Database.Query(sql));

    /// <summary>The journal of one migration, oldest first.</summary>
    protected IReadOnlyList<string> Journal(string id) =>
        Database.Query($"SELECT kind, attempt FROM __migrations_journal WHERE migration = '{id}' ORDER BY entry").ToArray();

    protected bool TableExists(string table)
    {
        try
        {
            Database.Query($"SELECT count(*) FROM {table}");
            return true;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }
}
