using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>A history with both kinds of statements, the data of a COPY and a batch, applied through a pooler.</summary>
internal sealed class PooledHistory : IDisposable
{
    private readonly PgBouncer _pooler;

    public PooledHistory(string mode)
    {
        Project = MixedHistory.Project();
        Project.Project
            .Migration("006_copy", "COPY t (a, b) FROM STDIN;\n100\tone\n101\ttwo\n\\.\nINSERT INTO witness VALUES ('6');\nCOPY t FROM STDIN (FORMAT csv);\n102,\"three, four\"\n\\.")
            .Migration("007_batch", "-- migrate:options batch:20\nUPDATE t SET a = a + 1000 WHERE a IN (SELECT a FROM t WHERE a < 1000 ORDER BY a LIMIT 20);");
        _pooler = new PgBouncer(mode, Project.Database);
        Project.Through(_pooler);
    }

    public ServerProject Project { get; }

    public async Task<IReadOnlyList<string>> ContentAsync() =>
    [
        .. await Project.ContentAsync(),
        .. Project.Database.Query("SELECT a, b FROM t ORDER BY a"),
        .. Project.Database.Query("SELECT id || ' in ' || batches || ' batches ' || batch_rows FROM __migrations WHERE batches IS NOT NULL"),
    ];

    /// <summary>Each attempt, its end and each doubt are told; nobody owns the database; the next client of each server session finds nothing of ours.</summary>
    public void AssertNothingIsLeft()
    {
        Project.AssertMixedJournal();
        Assert.Equal(["True|True"], Project.Database.Query("SELECT runner IS NULL, lease_until IS NULL FROM __migrations_owner"));
        Pool.AssertClean(_pooler, Project.Database);
    }

    /// <summary>Waits until the lease of a runner that died has ended, and nothing of it runs on the server.</summary>
    public Task UntilItsLeaseEndedAsync() => Project.HasHistory
        ? Project.Database.UntilAsync("SELECT lease_until IS NULL OR lease_until::timestamptz < clock_timestamp() FROM __migrations_owner")
        : Task.CompletedTask;

    public void Dispose()
    {
        _pooler.Dispose();
        Project.Dispose();
    }
}
