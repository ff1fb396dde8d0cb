using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Storage;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>Several runners, and runners that are cancelled or die.</summary>
public abstract class RunnersContract : EngineContract
{
    private static readonly MigratorOptions AskOnce = new() { RunLockTimeout = TimeSpan.Zero, RunnerName = "second@here" };

    private ManifestBuilder Two() => Manifest()
        .Add("1_users", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);")
        .Add("2_posts", "CREATE TABLE posts (id INTEGER);");

    [Fact]
    public async Task A_second_runner_is_told_who_is_at_work_and_runs_nothing()
    {
        var gate = new Gate("begin 1_users");
        var first = Migrator(Two(), new MigratorOptions { RunnerName = "first@here" }, new SteppedProvider(Database.Provider(), gate.PassAsync)).UpAsync();
        await gate.ReachedAsync();

        var e = await Assert.ThrowsAsync<DatabaseLockedException>(() => Migrator(Two(), AskOnce).UpAsync());
        var status = await Migrator(Two()).StatusAsync();
        gate.Open();
        await first;

        Assert.Matches("^first@here(, whose lease holds until [0-9:Z]+)?$", e.Holder);
        Assert.Equal($"The database is being migrated by {e.Holder}.", e.Message);
        Assert.Equal(DatabaseState.Migrating, status.State);
        Assert.Equal(("first@here", "1_users"), (status.RunLock!.Runner, status.RunLock.Doing));
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task A_runner_that_waits_finds_everything_done_and_writes_nothing()
    {
        var gate = new Gate("begin 1_users");
        var first = Migrator(Two(), provider: new SteppedProvider(Database.Provider(), gate.PassAsync)).UpAsync();
        await gate.ReachedAsync();
        var steps = new List<string>();
        var waiting = new Gate("lock");
        var observer = new RecordingObserver();
        var second = Migrator(Two(), new MigratorOptions { Observer = observer }, new SteppedProvider(Database.Provider(), async step =>
        {
            steps.Add(step);
            await waiting.PassAsync(step);
        })).UpAsync();

        await waiting.ReachedAsync();
        waiting.Open();
        gate.Open();

        Assert.Equal(2, (await first).Applied.Count);
        Assert.Empty((await second).Applied);
        Assert.Equal(["lock", "open reader", "open runner", "read", "unlock"], steps.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Many_runners_at_once_apply_everything_exactly_once()
    {
        var manifest = Manifest().Add("0_witness", "CREATE TABLE witness (what TEXT);");
        foreach (int i in Enumerable.Range(1, 10))
        {
            manifest.Add($"{i}_step", $"INSERT INTO witness VALUES ('{i}');");
        }

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Migrator(manifest).UpAsync())));

        Assert.Equal(11, results.Sum(r => r.Applied.Count));
        Assert.Equal(["10", "10"], [Scalar("SELECT count(*) FROM witness"), Scalar("SELECT count(DISTINCT what) FROM witness")]);
    }

    [Fact]
    public async Task Asked_to_stop_the_run_ends_after_the_unit_it_is_in()
    {
        using var stop = new CancellationTokenSource();
        var provider = new SteppedProvider(Database.Provider(), async step =>
        {
            if (step == "begin 1_users")
            {
                await stop.CancelAsync();
            }
        });

        var e = await Assert.ThrowsAsync<RunCancelledException>(() => Migrator(Two(), provider: provider).UpAsync(new UpRequest { StopAfterUnit = stop.Token }));

        Assert.Equal(["1_users"], e.Result.Applied);
        Assert.Equal(["2_posts"], e.Result.Pending);
        Assert.Equal(["1_users"], Database.Query("SELECT id FROM __migrations"));
        Assert.Equal("", Scalar("SELECT coalesce(runner, '') FROM __migrations_owner"));
    }

    [Fact]
    public async Task Cancelled_the_unit_is_rolled_back_and_journalled_and_up_runs_it_again()
    {
        using var cancel = new CancellationTokenSource();
        var provider = new SteppedProvider(Database.Provider(), async step =>
        {
            if (step == "execute INSERT INTO")
            {
                await cancel.CancelAsync();
            }
        });

        var e = await Assert.ThrowsAsync<RunCancelledException>(() => Migrator(Two(), provider: provider).UpAsync(null, cancel.Token));

        Assert.Empty(e.Result.Applied);
        Assert.False(TableExists("users"));
        Assert.Equal(["intent|1", "cancelled|1"], Journal("1_users"));
        Assert.Equal(DatabaseState.Pending, (await Migrator(Two()).StatusAsync()).State);
        Assert.Equal(["1_users", "2_posts"], (await Up(Two())).Applied);
    }

    [Fact]
    public async Task An_interrupted_migration_is_taken_up_as_the_next_attempt()
    {
        var provider = new SteppedProvider(Database.Provider(), step => step == "begin 1_users" ? throw new InvalidOperationException("the runner dies here") : default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrator(Two(), provider: provider).UpAsync());
        Assert.Equal(MigrationState.InProgress, (await Migrator(Two()).StatusAsync()).Migrations[0].State);

        var result = await Up(Two());

        Assert.Equal(["1_users"], result.Recovered);
        Assert.Equal(["intent|1", "intent|2", "completed|2"], Journal("1_users"));
    }
}
