using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Kills;
using MigrationTooling.Postgres.Tests;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>The tool lives, and loses its sessions: ended by an administrator, cut by the network, stopped with the server.</summary>
public sealed class LostSessionTests(ITestOutputHelper output)
{
    private const int Migrations = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_a_session_ended_at_any_statement_the_command_that_the_tool_names_ends_as_an_unbroken_run(bool isOfLock)
    {
        using var traced = new ServerProject(Migrations);
        var (messages, content) = await Places.TraceAsync(traced, "up");
        int lockSession = messages.First(m => m.Text.Contains("pg_try_advisory_lock", StringComparison.Ordinal)).Session;
        var steps = (isOfLock ? messages.SkipWhile(m => m.Session != lockSession).Where(m => m.Session != lockSession) : messages)
            .Where(m => m is { IsFromClient: true, Type: WireMessage.Execute }).ToArray();
        var places = Places.Sample(steps, isOfLock ? 4 : 10);
        var ends = new Histogram(Enum.GetNames<Window>());

        await Places.ForEachAsync(places, async place =>
        {
            using var project = new ServerProject(Migrations);
            StartedRun? started = null;
            await using var run = started = project.Start(
                (message, session, _) =>
                {
                    if (message.IsAt(place))
                    {
                        Assert.Equal(place.Place, message.Place);
                        project.Database.Terminate(isOfLock ? started!.Relay.Sessions[lockSession].ServerProcess : session.ServerProcess);
                    }

                    return new(Passing.On);
                },
                "up");
            var end = await run.EndAsync();
            lock (ends)
            {
                ends.Add(WireWindows.Of(end.Messages.TakeWhile(m => !m.IsAt(place)).Append(place)).ToString());
            }

            if (end.End.ExitCode != 0)
            {
                await project.FollowAsync(end.End, ["up"]);
            }

            Assert.Equal(content, project.Content());
            project.AssertJournal();
        });
        output.WriteLine($"{places.Count} of {steps.Length} statements at which the session was ended\n{ends}");
    }

    [Fact]
    public async Task Cut_at_any_message_of_the_protocol_the_command_that_the_tool_names_ends_as_an_unbroken_run()
    {
        using var traced = new ServerProject(Migrations);
        var (messages, content) = await Places.TraceAsync(traced, "up");
        var all = messages.SelectMany(m => new[] { (Message: m, Passing: Passing.CutBefore), (Message: m, Passing: Passing.CutAfter) }).ToArray();

        // Where the answer to a COMMIT is lost, and everywhere else.
        var lost = all.Where(p => p is { Message: { IsFromClient: false, Type: WireMessage.CommandComplete, Text: "COMMIT" }, Passing: Passing.CutBefore }).ToArray();
        (WireMessage Message, Passing Passing)[] places = [.. Places.Sample(lost, 4), .. Places.Sample(all, 12)];
        var ends = new Histogram(Enum.GetNames<Window>());

        await Places.ForEachAsync(places, async place =>
        {
            using var project = new ServerProject(Migrations);
            var end = await project.RunAsync((message, _, _) => new(message.IsAt(place.Message) ? place.Passing : Passing.On), "up");
            lock (ends)
            {
                ends.Add(WireWindows.Of(end.Messages.TakeWhile(m => !m.IsAt(place.Message)).Append(place.Message)).ToString());
            }

            if (end.End.ExitCode != 0)
            {
                await project.FollowAsync(end.End, ["up"]);
            }

            Assert.Equal(content, project.Content());
            project.AssertJournal();
        });
        output.WriteLine($"{places.Length} of {all.Length} cuts\n{ends}");
    }

    [Fact]
    public async Task Stopped_at_once_and_started_again_in_the_middle_of_a_unit_the_server_has_all_that_was_committed_and_up_goes_on()
    {
        using var cluster = PostgresCluster.Start(isDurable: true);
        using var traced = new ServerProject(Migrations, new PostgresDatabase(cluster.ConnectionString));
        var (messages, content) = await Places.TraceAsync(traced, "up");
        var steps = messages.Where(m => m is { IsFromClient: true, Type: WireMessage.Execute } && m.Text.Contains("INSERT INTO witness", StringComparison.Ordinal)).ToArray();

        // Inside the one unit of a file, inside the second unit of another, and behind a COMMIT whose answer is on its way.
        WireMessage[] places = [steps[1], steps[^2], messages.Last(m => m is { IsFromClient: false, Type: WireMessage.CommandComplete, Text: "COMMIT" } && WireWindows.Of(messages.TakeWhile(before => before != m)) != Window.BeforeIntent)];
        foreach (var place in places)
        {
            using var project = new ServerProject(Migrations, new PostgresDatabase(cluster.ConnectionString));
            var restarted = new TaskCompletionSource();
            var run = await project.RunAsync(
                (message, _, _) =>
                {
                    if (message.IsAt(place))
                    {
                        cluster.Restart();
                        restarted.SetResult();
                    }

                    return new(Passing.On);
                },
                "up");
            await restarted.Task;
            if (run.End.ExitCode != 0)
            {
                await project.FollowAsync(run.End, ["up"]);
            }

            Assert.Equal(content, project.Content());
            project.AssertJournal();
        }
    }
}
