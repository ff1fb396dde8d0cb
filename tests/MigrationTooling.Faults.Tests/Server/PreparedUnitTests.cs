using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Kills;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>A run of many units sends its own commands as prepared statements, which are gone with the session: the same faults, behind that.</summary>
public sealed class PreparedUnitTests(ITestOutputHelper output)
{
    private const int Migrations = 13;

    public enum Fault
    {
        Kill,
        Cut,
        EndedSession,
    }

    [Theory]
    [InlineData(Fault.Kill)]
    [InlineData(Fault.Cut)]
    [InlineData(Fault.EndedSession)]
    public async Task Broken_at_any_message_behind_the_preparing_the_next_command_ends_as_an_unbroken_run(Fault fault)
    {
        using var traced = new ServerProject(Migrations);
        var (messages, content) = await Places.TraceAsync(traced, "up");
        var prepared = Prepared(messages);
        var places = Places.Sample(prepared, 5);
        var ends = new Histogram(Enum.GetNames<Window>());

        await Places.ForEachAsync(places, async place =>
        {
            using var project = new ServerProject(Migrations);
            var end = fault switch
            {
                Fault.Kill => await project.KillAsync((place, Passing.CutAfter), "up"),
                Fault.Cut => await project.RunAsync((message, _, _) => new(message.IsAt(place) ? Passing.CutAfter : Passing.On), "up"),
                _ => await project.RunAsync((message, session, _) => new(EndedAt(message, session)), "up"),
            };
            lock (ends)
            {
                ends.Add(WireWindows.Of(end.Messages.TakeWhile(m => !m.IsAt(place)).Append(place)).ToString());
            }

            if (fault == Fault.Kill)
            {
                await project.Tool.ExpectAsync(0, "up");
            }
            else if (end.End.ExitCode != 0)
            {
                await project.FollowAsync(end.End, ["up"]);
            }

            Assert.Equal(content, project.Content());
            project.AssertJournal();

            Passing EndedAt(WireMessage message, RelayedSession session)
            {
                if (message.IsAt(place))
                {
                    project.Database.Terminate(session.ServerProcess);
                }

                return Passing.On;
            }
        });
        output.WriteLine($"{places.Count} of {prepared.Count} messages\n{ends}");
    }

    [Fact]
    public async Task To_prepare_is_one_round_trip_and_a_unit_behind_it_is_one_still()
    {
        // Behind the third, seven of one unit and three of three units; and the second unit of a migration sends some that the first does not.
        Assert.Equal(Waits(await TraceAsync(3)) + 7 + (3 * 3) + 2, Waits(await TraceAsync(13)));

        static async Task<IReadOnlyList<WireMessage>> TraceAsync(int migrations)
        {
            using var project = new ServerProject(migrations);
            return (await Places.TraceAsync(project, "up")).Messages;
        }

        static int Waits(IEnumerable<WireMessage> messages) => messages.Count(m => m is { IsFromClient: true, Type: WireMessage.Sync or WireMessage.Query });
    }

    // What is prepared is described without being bound.
    private static List<WireMessage> Prepared(IReadOnlyList<WireMessage> messages)
    {
        var first = messages.Where(m => m.IsFromClient).GroupBy(m => m.Session)
            .SelectMany(sent => sent.Zip(sent.Skip(1)).Where(two => two is { First.Type: WireMessage.Parse, Second.Type: WireMessage.Describe }))
            .First().First;
        return [.. messages.SkipWhile(m => m != first)];
    }
}
