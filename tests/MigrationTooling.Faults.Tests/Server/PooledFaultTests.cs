using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Kills;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>
/// Kills, cuts and ended server sessions with the real PgBouncer in between. Afterwards the command that the tool names ends as an unbroken
/// run, and neither a lock nor a lease nor anything in a server session is left.
/// </summary>
public sealed class PooledFaultTests(ITestOutputHelper output)
{
    private static readonly string[] Up = ["up", "--no-lock-file", "--lease", "1"];

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task Killed_at_any_step_through_a_pooler_the_command_that_status_names_ends_as_an_unbroken_run(string mode)
    {
        var (messages, content) = await TraceAsync(mode);
        await BreakAsync(mode, content, [.. Chosen(messages), .. Places.Sample(BothSides(messages), 1)], (_, tool) => tool.Kill());
    }

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task Cut_at_any_message_through_a_pooler_the_command_that_the_tool_names_ends_as_an_unbroken_run(string mode)
    {
        var (messages, content) = await TraceAsync(mode);
        await BreakAsync(mode, content, [.. Chosen(messages), .. Places.Sample(BothSides(messages), 2)], (_, _) => { });
    }

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task With_all_server_sessions_of_the_pool_ended_at_any_message_the_command_that_the_tool_names_ends_as_an_unbroken_run(string mode)
    {
        var (messages, content) = await TraceAsync(mode);
        await BreakAsync(
            mode, content, [.. Chosen(messages).Concat(Places.Sample(BothSides(messages), 1)).Select(p => (p.Message, Passing.On))],
            (project, _) => project.Database.Query("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"));
    }

    private async Task BreakAsync(
        string mode, IReadOnlyList<string> content, IReadOnlyList<(WireMessage Message, Passing Passing)> places, Action<ServerProject, RunningTool> breaks)
    {
        var faults = new Histogram([]);
        await Places.ForEachAsync(places, async place =>
        {
            using var history = new PooledHistory(mode);
            bool isMet = false;
            var breaking = new Lock();
            var run = await history.Project.RunAsync(
                (message, _, tool) =>
                {
                    if (!message.IsAt(place.Message))
                    {
                        return new(Passing.On);
                    }

                    lock (breaking)
                    {
                        isMet = true;
                        breaks(history.Project, tool);
                    }

                    return new(place.Passing);
                },
                Up);
            lock (breaking)
            {
                // The run may have ended meanwhile, by another of its sessions.
            }

            lock (faults)
            {
                // How many heartbeats there are depends on the time: those of a trace need not come again.
                faults.Add(isMet ? run.End.ExitCode.ToString(CultureInfo.InvariantCulture) : "not met");
            }

            if (run.WasKilled)
            {
                await history.UntilItsLeaseEndedAsync();
                await history.Project.FollowStatusAsync();
            }
            else if (run.End.ExitCode != 0)
            {
                await history.Project.FollowAsync(run.End, ["up"]);
            }

            Assert.Equal(content, await history.ContentAsync());
            history.AssertNothingIsLeft();
        });
        output.WriteLine($"{places.Count} places, by exit code\n{faults}");
    }

    private static async Task<(IReadOnlyList<WireMessage> Messages, IReadOnlyList<string> Content)> TraceAsync(string mode)
    {
        using var history = new PooledHistory(mode);
        var (messages, _) = await Places.TraceAsync(history.Project, Up);
        history.AssertNothingIsLeft();
        return (messages, await history.ContentAsync());
    }

    /// <summary>Where the most depends on it: COMMIT, COPY, and a statement outside of a transaction.</summary>
    private static IEnumerable<(WireMessage Message, Passing Passing)> Chosen(IReadOnlyList<WireMessage> messages) =>
    [
        .. Places.Sample([.. messages.Where(MixedHistory.IsOutsideDone).Select(m => (m, Passing.CutBefore))], 1),
        .. Places.Sample([.. messages.Where(MixedHistory.IsOutside).Select(m => (m, Passing.CutAfter))], 1),
        .. Places.Sample(BothSides(messages.Where(MixedHistory.IsCommit)), 1),
        .. Places.Sample(BothSides(messages.Where(m => m.Type == WireMessage.CopyData)), 1),
        .. Places.Sample(BothSides(messages.Where(m => m is { Type: WireMessage.Execute } && m.Text.StartsWith("UPDATE t SET a", StringComparison.Ordinal))), 1),
    ];

    private static IReadOnlyList<(WireMessage Message, Passing Passing)> BothSides(IEnumerable<WireMessage> messages) =>
        [.. messages.SelectMany(m => new[] { (m, Passing.CutBefore), (m, Passing.CutAfter) })];
}
