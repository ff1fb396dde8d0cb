using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>
/// A runner that is stopped when it has passed its fence and not yet sent the statement that no fence can stop. Whoever comes meanwhile, the
/// index is made once, and nothing is dropped that lives.
/// </summary>
public sealed class PausedBuildTests
{
    private const string Index = "SELECT indexrelid || ' ' || indexrelid::regclass || ' ' || indisvalid FROM pg_index WHERE indrelid = 'witness'::regclass";
    private static readonly string[] Up = ["up", "--no-lock-file", "--lease", "2"];

    [Fact]
    public async Task Stopped_before_it_and_its_sessions_ended_another_runner_builds_and_the_first_is_refused_when_it_wakes()
    {
        var place = await PlaceAsync(null);
        using var project = Project();
        await using var stopped = await StoppedAsync(project, message => message.IsAt(place));

        // As when the server or something between lost its client: with them, what kept others from beginning is gone.
        project.Database.Query("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        await AssertRefusedAsync(project, stopped);
    }

    [Fact]
    public async Task Stopped_before_it_until_its_lease_ran_out_another_runner_builds_and_the_first_is_refused_when_it_wakes()
    {
        WireMessage place;
        using (var traced = new PgBouncerProject())
        {
            place = await PlaceAsync(traced.Project);
        }

        using var pooled = new PgBouncerProject();
        await using var stopped = await StoppedAsync(pooled.Project, message => message.IsAt(place));

        await pooled.Project.Tool.ExpectAsync(0, "up", "--no-lock-file", "--wait", "600");
        await AssertRefusedAsync(pooled.Project, stopped);
    }

    private static async Task AssertRefusedAsync(ServerProject project, StartedRun stopped)
    {
        string built = Assert.Single(project.Database.Query(Index));
        int entries = project.Database.Query("SELECT entry FROM __migrations_journal").Count;
        var woken = await stopped.Tool.GoOnAsync();

        woken.AssertSays(5, "Another runner took over", "");
        Assert.EndsWith("witness_what_idx true", built, StringComparison.Ordinal);
        Assert.Equal([built], project.Database.Query(Index));
        Assert.Equal(entries, project.Database.Query("SELECT entry FROM __migrations_journal").Count);
        Assert.Equal("completed", project.State("001_index"));
        await project.Tool.ExpectAsync(0, "status", "--check");
        project.AssertMixedJournal();
    }

    /// <summary>The answer to the last COMMIT before the statement is sent.</summary>
    private static async Task<WireMessage> PlaceAsync(ServerProject? pooled)
    {
        using var own = pooled is null ? Project() : null;
        var (messages, _) = await Places.TraceAsync(pooled ?? own!, "up", "--no-lock-file");
        return messages.TakeWhile(m => !MixedHistory.IsOutside(m)).Last(m => m is { IsFromClient: false, Type: WireMessage.CommandComplete, Text: "COMMIT" });
    }

    private static ServerProject Project()
    {
        var project = new ServerProject();
        project.Project.Migration("001_index", "CREATE INDEX CONCURRENTLY ON witness (what);");
        return project;
    }

    private static async Task<StartedRun> StoppedAsync(ServerProject project, Func<WireMessage, bool> isPlace)
    {
        var stopped = new TaskCompletionSource();
        var run = project.Start(
            async (message, _, tool) =>
            {
                if (isPlace(message) && !stopped.Task.IsCompleted)
                {
                    await tool.SignalAsync("STOP");
                    stopped.SetResult();
                }

                return Passing.On;
            },
            Up);
        await stopped.Task;
        return run;
    }

    private sealed class PgBouncerProject : IDisposable
    {
        private readonly PgBouncer _pooler;

        public PgBouncerProject()
        {
            _pooler = new PgBouncer("transaction", Project.Database);
            Project.Through(_pooler);
        }

        public ServerProject Project { get; } = PausedBuildTests.Project();

        public void Dispose()
        {
            _pooler.Dispose();
            Project.Dispose();
        }
    }
}
