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
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What <c>batch:N</c> promises on every engine.</summary>
public abstract class BatchContract : EngineContract
{
    private const string Backfill = "UPDATE orders SET total = amount * 2 WHERE id IN (SELECT id FROM orders WHERE total IS NULL ORDER BY id LIMIT 10);";

    private static string Orders(int rows) =>
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER, total INTEGER);\nINSERT INTO orders (id, amount) VALUES " +
        string.Join(", ", Enumerable.Range(1, rows).Select(i => $"({i}, {i})")) + ";";

    private ManifestBuilder Shop(int rows = 25, string backfill = Backfill, string options = "batch:10") => Manifest()
        .Add("1_orders", Orders(rows))
        .Add("2_totals", $"-- migrate:options {options}\n{backfill}");

    [Fact]
    public async Task The_statement_runs_in_transactions_of_its_own_until_it_changes_nothing()
    {
        var steps = new List<string>();
        await Migrator(Shop()).UpAsync(new UpRequest { Target = "1_orders" });
        var observer = new RecordingObserver();

        var provider = new SteppedProvider(Database.Provider(), step => Note(steps, step));
        await Migrator(Shop(), new MigratorOptions { Observer = observer }, provider).UpAsync();

        Assert.Equal(4, steps.Count(s => s == "begin 2_totals"));
        Assert.Equal(4, steps.Count(s => s.StartsWith("committed", StringComparison.Ordinal)));
        Assert.Equal("0", Scalar("SELECT count(*) FROM orders WHERE total IS NULL OR total <> amount * 2"));
        Assert.Equal("completed|3|25|1", Scalar("SELECT state, batches, batch_rows, statements_done FROM __migrations WHERE id = '2_totals'"));
        Assert.Equal(["intent|1", "completed|1"], Journal("2_totals"));
        Assert.Equal([new(1, 10), new(2, 20), new(3, 25)], observer.Of<MigrationEvent.BatchCommitted>().Select(e => e.Progress));
        Assert.Empty(observer.Of<MigrationEvent.MigrationFailed>());
    }

    [Fact]
    public async Task Each_batch_commits_with_how_far_it_is()
    {
        var seen = new List<string>();
        await Migrator(Shop()).UpAsync(new UpRequest { Target = "1_orders" });

        await Migrator(Shop(), provider: new SteppedProvider(Database.Provider(), Look)).UpAsync();

        Assert.Equal(["0|0|25", "1|10|15", "2|20|5", "3|25|0"], seen);

        ValueTask Look(string step)
        {
            if (step == "begin 2_totals")
            {
                seen.Add(Scalar("SELECT batches, batch_rows, (SELECT count(*) FROM orders WHERE total IS NULL) FROM __migrations WHERE id = '2_totals'"));
            }

            return default;
        }
    }

    [Fact]
    public async Task After_a_runner_died_between_batches_the_next_one_goes_on_where_it_was()
    {
        await Die(Shop(), "begin 2_totals", 3);
        Assert.Equal("in_progress|2|20", Scalar("SELECT state, batches, batch_rows FROM __migrations WHERE id = '2_totals'"));
        Assert.Equal(DatabaseState.Dirty, (await Migrator(Shop()).StatusAsync()).State);

        var result = await Up(Shop());

        Assert.Equal(["2_totals"], result.Applied);
        Assert.Equal("completed|3|25|2", Scalar("SELECT state, batches, batch_rows, attempt FROM __migrations WHERE id = '2_totals'"));
        Assert.Equal("0", Scalar("SELECT count(*) FROM orders WHERE total IS NULL"));
    }

    [Fact]
    public async Task Another_statement_does_not_go_on_behind_the_batches_of_the_first()
    {
        await Die(Shop(), "begin 2_totals", 3);
        var edited = Shop(backfill: Backfill.Replace("* 2", "* 3", StringComparison.Ordinal));

        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Up(edited));

        Assert.Contains("20 rows in 2 batches", e.Message, StringComparison.Ordinal);
        Assert.Equal("5", Scalar("SELECT count(*) FROM orders WHERE total IS NULL"));
    }

    [Fact]
    public async Task The_size_of_a_batch_may_change_between_two_attempts()
    {
        await Die(Shop(), "begin 2_totals", 3);

        await Up(Shop(backfill: Backfill, options: "batch:12 pause:1ms"));

        Assert.Equal("completed|3|25", Scalar("SELECT state, batches, batch_rows FROM __migrations WHERE id = '2_totals'"));
    }

    [Fact]
    public async Task A_statement_that_changes_more_rows_than_a_batch_may_is_rolled_back()
    {
        var shop = Shop(backfill: "UPDATE orders SET total = amount * 2 WHERE total IS NULL;");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(shop));

        Assert.Contains("25 rows in one transaction, and batch:10 allows 10", e.Message, StringComparison.Ordinal);
        Assert.Equal("25", Scalar("SELECT count(*) FROM orders WHERE total IS NULL"));
        Assert.Equal("failed|0", Scalar("SELECT state, batches FROM __migrations WHERE id = '2_totals'"));
    }

    [Fact]
    public async Task A_batch_that_fails_leaves_those_before_it_and_says_how_many()
    {
        // The 20th row does not pass, so the second batch fails.
        var shop = Manifest().Add("1_orders", Orders(25).Replace("total INTEGER", "total INTEGER CHECK (total <> 40)", StringComparison.Ordinal)).Add("2_totals", "-- migrate:options batch:10\n" + Backfill);

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(shop));

        Assert.StartsWith("10 rows in 1 batch are committed", e.LeftBehind, StringComparison.Ordinal);
        Assert.Equal("15", Scalar("SELECT count(*) FROM orders WHERE total IS NULL"));
        Assert.Equal("failed|1|10", Scalar("SELECT state, batches, batch_rows FROM __migrations WHERE id = '2_totals'"));

        Database.Execute("UPDATE orders SET amount = 21 WHERE id = 20");
        await Up(shop);

        Assert.Equal("completed|3|25|2", Scalar("SELECT state, batches, batch_rows, attempt FROM __migrations WHERE id = '2_totals'"));
    }

    [Fact]
    public async Task A_run_that_is_asked_to_end_does_so_between_two_batches()
    {
        using var stop = new CancellationTokenSource();
        int begun = 0;
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            if (step == "begin 2_totals" && ++begun == 2)
            {
                stop.Cancel();
            }

            return default;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Migrator(Shop(), provider: provider).UpAsync(new UpRequest { StopAfterUnit = stop.Token }));

        Assert.Equal("2|20", Scalar("SELECT batches, batch_rows FROM __migrations WHERE id = '2_totals'"));
        await Up(Shop());
        Assert.Equal("0", Scalar("SELECT count(*) FROM orders WHERE total IS NULL"));
    }

    [Fact]
    public async Task A_pause_that_never_ends_holds_the_second_batch_back_and_ends_with_the_run()
    {
        using var stop = new CancellationTokenSource();
        var observer = new StoppingObserver(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Migrator(Shop(options: "batch:10 pause:86400s"), new MigratorOptions { Observer = observer }).UpAsync(new UpRequest { StopAfterUnit = stop.Token }));

        Assert.Equal("1|10", Scalar("SELECT batches, batch_rows FROM __migrations WHERE id = '2_totals'"));
    }

    [Fact]
    public async Task An_insert_from_a_select_ends_when_nothing_is_left_to_copy()
    {
        var shop = Manifest()
            .Add("1_orders", Orders(25) + "\nCREATE TABLE archive (id INTEGER PRIMARY KEY);")
            .Add("2_archive", "-- migrate:options batch:10\nINSERT INTO archive (id) SELECT id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM archive a WHERE a.id = o.id) LIMIT 10;")
            .Add("3_delete", "-- migrate:options batch:10\nDELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE id > 3 LIMIT 10);");

        await Up(shop);

        Assert.Equal("25|3", Scalar("SELECT (SELECT count(*) FROM archive), (SELECT count(*) FROM orders)"));
        Assert.Equal(["3|25", "3|22"], Database.Query("SELECT batches, batch_rows FROM __migrations WHERE batches IS NOT NULL ORDER BY sequence"));
    }

    [Fact]
    public async Task Resolved_as_pending_it_begins_anew()
    {
        await Die(Shop(), "begin 2_totals", 3);
        await Migrator(Shop()).ResolveAsync(new ResolveRequest("2_totals", MigrationState.Pending, "the batches were taken back by hand"));
        Database.Execute("UPDATE orders SET total = NULL");

        await Up(Shop(backfill: Backfill.Replace("* 2", "* 3", StringComparison.Ordinal)));

        Assert.Equal("completed|3|25", Scalar("SELECT state, batches, batch_rows FROM __migrations WHERE id = '2_totals'"));
    }

    private async Task Die(ManifestBuilder manifest, string at, int time)
    {
        var provider = new SteppedProvider(Database.Provider(), step => step == at && --time == 0 ? throw new Dead() : default);
        await Assert.ThrowsAsync<Dead>(() => Migrator(manifest, provider: provider).UpAsync());
    }

    private static ValueTask Note(List<string> steps, string step)
    {
        steps.Add(step.StartsWith("committed", StringComparison.Ordinal) ? "committed" : step);
        return default;
    }

    private sealed class Dead : Exception;

    private sealed class StoppingObserver(CancellationTokenSource stop) : IMigrationObserver
    {
        public void Observe(MigrationEvent migrationEvent)
        {
            if (migrationEvent is MigrationEvent.BatchCommitted)
            {
                stop.Cancel();
            }
        }
    }
}
