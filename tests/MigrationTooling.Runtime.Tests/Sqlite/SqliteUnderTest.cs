using System.Collections.Generic;
using MigrationTooling.Model;
using MigrationTooling.Runtime.Tests.Contract;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Sqlite;
using MigrationTooling.Storage;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>A SQLite file in a directory of its own.</summary>
public sealed class SqliteUnderTest : IDatabaseUnderTest
{
    private readonly TemporaryDirectory _directory = new();

    public SqliteUnderTest() => File = new SqliteFile(_directory.File("app.db"));

    public SqliteFile File { get; }

    public Dialect Dialect => Dialect.Sqlite;

    public IDatabaseProvider Provider() => SqliteProvider.ForFile(File.Path);

    public IDatabaseProvider Provider(SqliteProviderOptions options) => SqliteProvider.ForFile(File.Path, options);

    public void Execute(string sql) => File.Execute(sql);

    public IReadOnlyList<string> Query(string sql) => File.Query(sql);

    public void Dispose() => _directory.Dispose();
}
