using System;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>Without a run lock only the fence is left, and it is enough. A lease stands in the row that the fence compares, so it can't be without.</summary>
public abstract class FenceContract : EngineContract
{
    private ManifestBuilder Two() => Manifest()
        .Add("1_users", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);")
        .Add("2_posts", "CREATE TABLE posts (id INTEGER);");

    [Fact]
    public async Task A_runner_that_lost_its_ownership_can_write_nothing_more()
    {
        var gate = new Gate("begin 1_users");
        var paused = Migrator(Two(), new MigratorOptions { RunnerName = "paused@here" }, new SteppedProvider(WithoutLock(), gate.PassAsync)).UpAsync();
        await gate.ReachedAsync();
        var taker = await Migrator(Two(), new MigratorOptions { RunnerName = "taker@here" }, WithoutLock()).UpAsync();

        gate.Open();
        var e = await Assert.ThrowsAsync<DatabaseLockedException>(() => paused);

        Assert.Equal(2, taker.Applied.Count);
        Assert.StartsWith("Another runner took over", e.Message, StringComparison.Ordinal);
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
        Assert.Equal("completed|2|taker@here", Scalar("SELECT state, attempt, runner FROM __migrations WHERE id = '1_users'"));
    }

    [Fact]
    public async Task A_runner_that_was_replaced_by_one_that_has_begun_nothing_yet_writes_nothing_either()
    {
        var paused = new Gate("begin 1_users");
        var taking = new Gate("owns");
        var first = Migrator(Two(), new MigratorOptions { RunnerName = "paused@here" }, new SteppedProvider(WithoutLock(), paused.PassAsync)).UpAsync();
        await paused.ReachedAsync();
        var second = Migrator(Two(), new MigratorOptions { RunnerName = "taker@here" }, new SteppedProvider(
            WithoutLock(), step => taking.PassAsync(step.StartsWith("write ", StringComparison.Ordinal) ? "owns" : step))).UpAsync();
        await taking.ReachedAsync();

        // The row is still the one that the first runner's intent wrote: only the token tells them apart.
        paused.Open();
        var e = await Assert.ThrowsAsync<DatabaseLockedException>(() => first);
        string state = Scalar("SELECT state FROM __migrations WHERE id = '1_users'");
        taking.Open();
        var result = await second;

        Assert.StartsWith("Another runner took over: taker@here", e.Message, StringComparison.Ordinal);
        Assert.Equal("in_progress", state);
        Assert.Equal(2, result.Applied.Count);
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Where_there_is_no_run_lock_it_is_said_and_the_fence_is_enough()
    {
        var observer = new RecordingObserver();

        await Migrator(Two(), new MigratorOptions { Observer = observer }, WithoutLock()).UpAsync();

        Assert.Equal("no locks here", Assert.Single(observer.Of<MigrationEvent.RunLockUnavailable>()).Reason);
    }

    private LocklessProvider WithoutLock() => new(Database.Provider());
}
