using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Kills;
using MigrationTooling.Postgres.Tests;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>
/// Kills and broken sessions in a history that mixes statements that can and can't be in a transaction. Afterwards the command that
/// the tool names ends with the schema and rows of an unbroken run, and the journal tells what happened.
/// </summary>
public sealed class MixedHistoryTests(ITestOutputHelper output)
{
    private static readonly string[] UpToSecond = ["up", "--steps", "3", "--no-lock-file"];
    private static readonly string[] Down = ["down", "--steps", "1", "--yes"];

    [Fact]
    public async Task Killed_at_any_step_of_files_that_mix_both_kinds_the_command_that_status_names_ends_as_an_unbroken_run()
    {
        var (messages, content) = await TraceAsync();
        (WireMessage, Passing)[] places =
        [
            .. Places.Sample([.. messages.Where(MixedHistory.IsOutsideDone).Select(m => (m, Passing.CutBefore))], 5),
            .. Places.Sample([.. messages.Where(MixedHistory.IsOutside).Select(m => (m, Passing.CutAfter))], 4),
            .. Places.Sample([.. messages.Where(MixedHistory.IsCommit).SelectMany(BothSides)], 3),
            .. Places.Sample([.. messages.Where(m => m is { IsFromClient: true, Type: WireMessage.Execute }).SelectMany(BothSides)], 3),
        ];
        var kills = new Histogram([]);

        await Places.ForEachAsync(places, async place =>
        {
            using var project = MixedHistory.Project();
            await project.KillAsync(place, "up");
            Count(kills, place.Item1);

            await project.FollowStatusAsync();

            Assert.Equal(content, await project.ContentAsync());
            project.AssertMixedJournal();
        });
        output.WriteLine(kills.ToString());
    }

    [Fact]
    public async Task Killed_at_any_step_of_a_down_that_mixes_both_kinds_the_next_down_ends_as_an_unbroken_run()
    {
        using var traced = MixedHistory.Project();
        await traced.Tool.ExpectAsync(0, UpToSecond);
        var (messages, _) = await Places.TraceAsync(traced, Down);
        var content = await traced.ContentAsync();
        traced.AssertDoubtsAreTold();
        (WireMessage, Passing)[] places =
        [
            .. Places.Sample([.. messages.Where(MixedHistory.IsOutsideDone).Select(m => (m, Passing.CutBefore))], 3),
            .. Places.Sample([.. messages.Where(MixedHistory.IsOutside).Select(m => (m, Passing.CutAfter))], 2),
            .. Places.Sample([.. messages.Where(MixedHistory.IsCommit).SelectMany(BothSides)], 3),
            .. Places.Sample([.. messages.Where(m => m is { IsFromClient: true, Type: WireMessage.Execute }).SelectMany(BothSides)], 2),
        ];
        var kills = new Histogram([]);

        await Places.ForEachAsync(places, async place =>
        {
            using var project = MixedHistory.Project();
            await project.Tool.ExpectAsync(0, UpToSecond);
            await project.KillAsync(place, Down);
            Count(kills, place.Item1);

            if (project.State("002_mixed") != "rolled_back")
            {
                await project.Tool.ExpectAsync(0, Down);
            }

            Assert.Equal(content, await project.ContentAsync());
            project.AssertDoubtsAreTold();
        });
        output.WriteLine(kills.ToString());
    }

    [Fact]
    public async Task With_a_session_ended_at_any_statement_or_commit_of_files_that_mix_both_kinds_the_command_that_the_tool_names_ends_as_an_unbroken_run()
    {
        var (messages, content) = await TraceAsync();
        WireMessage[] places =
        [
            .. Places.Sample([.. messages.Where(MixedHistory.IsCommit)], 3),
            .. Places.Sample([.. messages.Where(MixedHistory.IsOutsideDone)], 3),
            .. Places.Sample([.. messages.Where(m => m is { IsFromClient: true, Type: WireMessage.Execute })], 6),
        ];
        await BreakAsync(content, places.Select(p => (p, Passing.On)), (project, session) => project.Database.Terminate(session.ServerProcess));
    }

    [Fact]
    public async Task Cut_at_any_message_of_files_that_mix_both_kinds_the_command_that_the_tool_names_ends_as_an_unbroken_run()
    {
        var (messages, content) = await TraceAsync();
        (WireMessage, Passing)[] places =
        [
            .. Places.Sample([.. messages.Where(MixedHistory.IsOutsideDone).Select(m => (m, Passing.CutBefore))], 4),
            .. Places.Sample([.. messages.Where(MixedHistory.IsOutside).Select(m => (m, Passing.CutAfter))], 2),
            .. Places.Sample([.. messages.Where(MixedHistory.IsCommit).SelectMany(BothSides)], 3),
            .. Places.Sample([.. messages.SelectMany(BothSides)], 4),
        ];
        await BreakAsync(content, places, (_, _) => { });
    }

    private async Task BreakAsync(IReadOnlyList<string> content, IEnumerable<(WireMessage Message, Passing Passing)> places, Action<ServerProject, RelayedSession> breaks)
    {
        var faults = new Histogram([]);
        await Places.ForEachAsync(places, async place =>
        {
            using var project = MixedHistory.Project();
            var run = await project.RunAsync(
                (message, session, _) =>
                {
                    if (!message.IsAt(place.Message))
                    {
                        return new(Passing.On);
                    }

                    Assert.Equal(place.Message.Place, message.Place);
                    breaks(project, session);
                    return new(place.Passing);
                },
                "up");
            Count(faults, place.Message);
            if (run.End.ExitCode != 0)
            {
                await project.FollowAsync(run.End, ["up"]);
            }

            Assert.Equal(content, await project.ContentAsync());
            project.AssertMixedJournal();
        });
        output.WriteLine(faults.ToString());
    }

    private static async Task<(IReadOnlyList<WireMessage> Messages, IReadOnlyList<string> Content)> TraceAsync()
    {
        using var project = MixedHistory.Project();
        var (messages, _) = await Places.TraceAsync(project, "up");
        project.AssertMixedJournal();
        return (messages, await project.ContentAsync());
    }

    private static IEnumerable<(WireMessage, Passing)> BothSides(WireMessage message) => [(message, Passing.CutBefore), (message, Passing.CutAfter)];

    private static void Count(Histogram histogram, WireMessage message)
    {
        lock (histogram)
        {
            histogram.Add(
                MixedHistory.IsOutside(message) ? "a statement outside a transaction"
                : MixedHistory.IsOutsideDone(message) ? "behind one, its outcome not recorded"
                : MixedHistory.IsCommit(message) ? "COMMIT"
                : message.IsFromClient ? "another message to the server" : "another message from it");
        }
    }
}
