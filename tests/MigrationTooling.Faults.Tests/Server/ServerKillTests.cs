using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Kills;
using MigrationTooling.Postgres.Tests;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>SIGKILL of the tool while it works on a server: at the steps of its protocol, and at random messages of each window.</summary>
public sealed class ServerKillTests(ITestOutputHelper output)
{
    private const int Migrations = 3;
    private static readonly string[] Down = ["down", "--steps", "1", "--yes"];

    [Fact]
    public async Task Killed_at_each_step_of_up_the_next_up_ends_as_an_unbroken_run()
    {
        using var traced = new ServerProject(Migrations);
        var (messages, content) = await Places.TraceAsync(traced, "up");
        var steps = Steps(messages);
        var places = Places.SampleOfEachWindow(messages, steps, s => s.Message, 3);
        var kills = new Histogram(Enum.GetNames<Window>());

        await Places.ForEachAsync(places, async place =>
        {
            using var project = new ServerProject(Migrations);
            var run = await project.KillAsync(place, "up");
            lock (kills)
            {
                kills.Add(run.Window.ToString());
            }

            await project.Tool.ExpectAsync(0, "up");

            Assert.Equal(content, project.Content());
            project.AssertJournal();
        });
        output.WriteLine($"{places.Count} of {steps.Count} steps of up\n{kills}");
    }

    [Fact]
    public async Task Killed_at_each_step_of_down_the_next_down_ends_as_an_unbroken_run()
    {
        // The third has units of its own.
        using var traced = new ServerProject(Migrations);
        await traced.Tool.ExpectAsync(0, "up", "--no-lock-file");
        var (messages, content) = await Places.TraceAsync(traced, Down);
        var steps = Steps(messages);
        var places = Places.SampleOfEachWindow(messages, steps, s => s.Message, 2);
        var kills = new Histogram(Enum.GetNames<Window>());

        await Places.ForEachAsync(places, async place =>
        {
            using var project = new ServerProject(Migrations);
            await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
            var run = await project.KillAsync(place, Down);
            lock (kills)
            {
                kills.Add(run.Window.ToString());
            }

            if (project.State("003_step") != "rolled_back")
            {
                await project.Tool.ExpectAsync(0, Down);
            }

            Assert.Equal(content, project.Content());
        });
        output.WriteLine($"{places.Count} of {steps.Count} steps of down\n{kills}");
    }

    [Fact]
    public async Task Killed_at_random_moments_of_up_every_statement_ran_once_and_the_journal_tells_it()
    {
        const int Rounds = 12;
        Window[] aimed = [Window.IntentToUnit, Window.InUnit, Window.InCommit, Window.AfterCommit];
        int wanted = Math.Max(1, RandomKillTests.PerWindow / 10);
        var random = new Random(20261121);
        var kills = new Histogram(Enum.GetNames<Window>());
        while (aimed.Any(w => kills[w.ToString()] < wanted))
        {
            Assert.True(kills.Total < wanted * 40, kills.ToString());
            using var project = new ServerProject(Rounds);
            for (int runs = 0; aimed.Any(w => kills[w.ToString()] < wanted) && runs < Rounds; runs++)
            {
                var aim = Enum.Parse<Window>(kills.Least(aimed.Select(w => w.ToString())));
                if (await KillInAsync(project, aim, random.Next(5), (Passing)random.Next(3), "up", "--steps", "1") is { } met)
                {
                    kills.Add(met.ToString());
                }
            }

            await project.Tool.ExpectAsync(0, "up");
            Assert.Equal(Rounds * 3, project.Database.Query("SELECT what FROM witness").Count);
            project.AssertJournal();
            await project.Tool.ExpectAsync(0, "lock");
            await project.Tool.ExpectAsync(0, "lock", "--check");
        }

        output.WriteLine(kills.ToString());
    }

    [Fact]
    public async Task Killed_between_two_migrations_the_announced_one_holds_nothing_and_the_next_up_runs_it()
    {
        const int Rounds = 12;
        int wanted = Math.Max(2, RandomKillTests.PerWindow / 5);
        var random = new Random(20261121);
        var kills = new Histogram(Enum.GetNames<Window>());
        while (kills[Window.Between.ToString()] < wanted)
        {
            Assert.True(kills.Total < wanted * 40, kills.ToString());
            using var project = new ServerProject(Rounds);
            for (int runs = 0; kills[Window.Between.ToString()] < wanted && runs < Rounds - 1; runs++)
            {
                var met = await KillInAsync(project, Window.Between, random.Next(3), (Passing)random.Next(3), "up");
                kills.Add((met ?? throw new InvalidOperationException("It was not met.")).ToString());
                Assert.Equal(runs + 1, project.Database.Query("SELECT id FROM __migrations WHERE state = 'completed'").Count);
                if (met == Window.Between)
                {
                    Assert.Equal(["in_progress|0"], project.Database.Query("SELECT state, statements_done FROM __migrations ORDER BY sequence DESC LIMIT 1"));
                    var status = await project.Tool.ExpectAsync(0, "status");
                    Assert.Contains("in_progress", status.Output, StringComparison.Ordinal);
                }
            }

            await project.Tool.ExpectAsync(0, "up");
            Assert.Equal(Rounds * 3, project.Database.Query("SELECT what FROM witness").Count);
            project.AssertJournal();
        }

        output.WriteLine(kills.ToString());
    }

    /// <summary>Before the server gets a statement, behind its COMMITs, and before the tool hears of one.</summary>
    private static List<(WireMessage Message, Passing Passing)> Steps(IReadOnlyList<WireMessage> messages) =>
    [
        .. from message in messages
           where message.Type == (message.IsFromClient ? WireMessage.Execute : WireMessage.CommandComplete)
           where message.IsFromClient || message.Text == "COMMIT"
           from passing in message is { IsFromClient: true, Text: "COMMIT" } ? new[] { Passing.CutBefore, Passing.CutAfter } : [Passing.CutBefore]
           select (message, passing),
    ];

    /// <summary>
    /// Killed some messages after the run entered a window; what the process had sent by then is lost, or on its way.
    /// Answers the window that it died in; null where it had ended.
    /// </summary>
    private static async Task<Window?> KillInAsync(ServerProject project, Window window, int messagesLater, Passing passing, params string[] arguments)
    {
        var windows = new WireWindows();
        Window? met = null;
        int since = -1;
        var run = await project.RunAsync(
            (message, _, tool) =>
            {
                lock (windows)
                {
                    windows.Take(message);
                    since += since >= 0 || windows.Current == window ? 1 : 0;
                    if (since < messagesLater || met is not null)
                    {
                        return new(Passing.On);
                    }

                    met = windows.Current;
                    tool.Kill();
                    return new(passing);
                }
            },
            arguments);
        Assert.True(run.WasKilled || run.End.ExitCode == 0, run.End.Error);
        return run.WasKilled ? met : null;
    }
}
