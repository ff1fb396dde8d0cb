using System;
using System.Threading;
using Microsoft.Data.Sqlite;
using MigrationTooling.Model;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Sql;
using MigrationTooling.Sqlite;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Text;
using SQLitePCL;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>A cancellation ends the statement whenever it comes.</summary>
public sealed class InterruptTests
{
    private const string Long = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3000000) SELECT count(*) FROM c";

    [Fact]
    public void A_cancellation_between_a_statements_preparation_and_its_first_step_is_not_lost()
    {
        SqliteLibrary.Load(new SQLite3Provider_e_sqlite3(), "e_sqlite3");
        using var directory = new TemporaryDirectory();
        using var database = SqliteDatabase.Open($"Data Source={directory.File("app.db")}", SqliteOpenMode.ReadWriteCreate);
        using var source = new CancellationTokenSource();

        // SQLite asks while it prepares; an interrupt from there is forgotten when the statement starts.
        raw.sqlite3_set_authorizer(
            database.Handle,
            new strdelegate_authorizer((_, _, _, _, _, _) =>
            {
                source.Cancel();
                return raw.SQLITE_OK;
            }),
            null);

        Assert.Throws<OperationCanceledException>(() => new ScriptStatements(database, null).Run(Statement(), source.Token));
    }

    private static SqlStatement Statement()
    {
        using var reader = new StatementReader(new System.IO.StringReader(Long), Dialect.Sqlite, TextPlace.Start);
        return reader.TryRead(out var statement) ? statement : throw new InvalidOperationException("No statement.");
    }
}
