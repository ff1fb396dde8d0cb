using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Storage;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>What an application that calls the library may rely on: spans, its own clock, cancellation everywhere.</summary>
public sealed class LibraryPromiseTests : SqliteTest
{
    [Fact]
    public async Task Each_migration_is_a_span_with_its_id_and_attempt_and_a_failed_one_is_an_error()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "MigrationTooling",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Other tests run beside this one.
                if (activity.OperationName.Contains("_span", StringComparison.Ordinal))
                {
                    spans.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var manifest = Manifest().Add("1_span", "CREATE TABLE t (a);").Add("2_span", "INSERT INTO nowhere VALUES (1);");

        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(manifest));
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(manifest));

        Assert.Equal(
            [("migrate 1_span", "1_span", 1, ActivityStatusCode.Unset), ("migrate 2_span", "2_span", 1, ActivityStatusCode.Error), ("migrate 2_span", "2_span", 2, ActivityStatusCode.Error)],
            spans.Select(s => (s.OperationName, (string)s.GetTagItem("migration.id")!, (int)s.GetTagItem("migration.attempt")!, s.Status)));
        Assert.All(spans.Skip(1), s => Assert.Contains("nowhere", s.StatusDescription, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_recorded_time_is_the_given_clocks()
    {
        var clock = new LeapingClock();

        await Up(Manifest().Add("1_t", "CREATE TABLE t (a);"), new MigratorOptions { TimeProvider = clock });

        Assert.Equal(
            ["2030-01-01T00:00:00.000Z"],
            Query("SELECT run_on FROM __migrations UNION SELECT finished_on FROM __migrations UNION SELECT at FROM __migrations_journal UNION SELECT since FROM __migrations_owner"));
    }

    [Fact]
    public async Task The_wait_for_another_runner_ends_by_the_given_clock()
    {
        await Up(Manifest().Add("1_t", "CREATE TABLE t (a);"));
        await using var other = await Database.Provider().OpenRunnerAsync(new RunnerIdentity("the other one", "1.0.0"), CancellationToken.None);
        Assert.IsType<RunLockAnswer.Taken>(await other.TryLockAsync(CancellationToken.None));
        var clock = new LeapingClock();

        var e = await Assert.ThrowsAsync<DatabaseLockedException>(() => Up(
            Manifest().Add("1_t", "CREATE TABLE t (a);").Add("2_u", "CREATE TABLE u (a);"), new MigratorOptions { TimeProvider = clock, RunLockTimeout = TimeSpan.FromHours(1) }));

        Assert.Equal("the other one", e.Holder);
        Assert.Equal(TimeSpan.FromHours(1), clock.Leapt);
    }

    [Fact]
    public async Task A_wait_for_another_runner_is_cancelled_and_nothing_is_written()
    {
        await Up(Manifest().Add("1_t", "CREATE TABLE t (a);"));
        await using var other = await Database.Provider().OpenRunnerAsync(new RunnerIdentity("the other one", "1.0.0"), CancellationToken.None);
        await other.TryLockAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        byte[] before = await File.ReadAllBytesAsync(Database.File.Path);
        var options = new MigratorOptions { Observer = new Waiting(cancel.Cancel), RunLockTimeout = TimeSpan.FromHours(1) };
        var migrator = new Migrator(Manifest().Add("1_t", "CREATE TABLE t (a);").Add("2_u", "CREATE TABLE u (a);").Build(), Database.Provider(), options);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migrator.UpAsync(null, cancel.Token));

        Assert.Equal(before, await File.ReadAllBytesAsync(Database.File.Path));
    }

    [Theory]
    [InlineData("up")]
    [InlineData("plan")]
    [InlineData("script")]
    [InlineData("recover")]
    public async Task A_call_that_is_cancelled_already_makes_no_file(string what)
    {
        var migrator = new Migrator(Manifest().Add("1_t", "CREATE TABLE t (a);").Build(), Database.Provider());
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => what switch
        {
            "up" => migrator.UpAsync(null, cancelled),
            "plan" => migrator.PlanAsync(null, cancelled),
            "script" => migrator.ScriptAsync(TextWriter.Null, null, cancelled),
            _ => migrator.RecoverAsync(cancellationToken: cancelled),
        });

        Assert.False(File.Exists(Database.File.Path));
    }

    [Fact]
    public async Task A_status_that_is_cancelled_already_is_cancelled()
    {
        var migrator = new Migrator(Manifest().Add("1_t", "CREATE TABLE t (a);").Build(), Database.Provider());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migrator.StatusAsync(new CancellationToken(canceled: true)));
    }

    private sealed class Waiting(Action then) : MigrationTooling.Events.IMigrationObserver
    {
        public void Observe(MigrationTooling.Events.MigrationEvent migrationEvent)
        {
            if (migrationEvent is MigrationTooling.Events.MigrationEvent.WaitingForRunLock)
            {
                then();
            }
        }
    }

    /// <summary>Stands still, and leaps over every wait.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public TimeSpan Leapt { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Start + Leapt;

        public override long GetTimestamp() => Leapt.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Leapt += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
