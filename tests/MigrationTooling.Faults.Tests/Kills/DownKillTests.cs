using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Kills;

/// <summary>SIGKILL inside <c>down</c>: at each of its steps, and at random moments. The next <c>down</c> is the recovery.</summary>
public sealed class DownKillTests(ITestOutputHelper output)
{
    private static readonly string[] Down = ["down", "--steps", "1", "--yes", "-u", "sqlite:app.db"];

    [Fact]
    public async Task Killed_at_each_step_of_down_the_next_down_ends_as_an_unbroken_run()
    {
        // The third has units of its own, a VACUUM between them.
        using var applied = Witnessed.Project(3);
        await applied.Tool.ExpectAsync(0, "up", "--no-lock-file", "-u", "sqlite:app.db");
        using var unbroken = Copy(applied);
        var trace = await unbroken.RunAsync(unbroken.Fault(Deed.Trace, "-"), Down);
        Assert.True(trace.End.ExitCode == 0, trace.End.Error);
        var places = trace.Statements.Where(FailpointTests.IsStep).ToArray();
        Assert.True(places.Length > 20, string.Join('\n', trace.Statements));

        await Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (place, _) =>
        {
            using var project = Copy(applied);
            var run = await project.RunAsync(project.Fault(Deed.Kill, "#" + place.Split(' ')[1], place[0]), Down);
            Assert.True(run.WasKilled, $"{place}: exit {run.End.ExitCode} {run.End.Error}");
            if (project.Look("SELECT state FROM __migrations WHERE id = '003_step'") is not ["rolled_back"])
            {
                await project.Tool.ExpectAsync(0, Down);
            }

            Assert.Equal(unbroken.Content(), project.Content());
        });
        output.WriteLine($"{places.Length} failpoints of down, each followed by a run that ended as an unbroken one");
    }

    [Fact]
    public async Task Killed_at_random_moments_of_down_every_statement_ran_once()
    {
        const int Migrations = 24;
        var random = new Random(20261121);
        var kills = new Histogram(["before the intent of down", "inside down: intent to unit", "inside down: in the unit", "inside down: in COMMIT", "behind the commit of down"]);
        var aim = new Aim(random, 1500);
        int inside = 0;
        while (inside < RandomKillTests.PerWindow)
        {
            Assert.True(kills.Total < RandomKillTests.PerWindow * 20, kills.ToString());
            using var project = Witnessed.Project(Migrations);
            await project.Tool.ExpectAsync(0, "up", "--no-lock-file", "-u", "sqlite:app.db");
            while (inside < RandomKillTests.PerWindow && project.Look("SELECT id FROM __migrations WHERE state <> 'rolled_back'").Count > 1)
            {
                var entry = (Window)random.Next((int)Window.IntentToUnit, (int)Window.AfterCommit);
                var run = await project.RunAsync(project.Fault(Deed.Kill, "@" + entry, delay: aim.Delay()), Down);
                if (run.WasKilled)
                {
                    bool isInside = run.Window is Window.IntentToUnit or Window.InUnit or Window.InCommit;
                    aim.Learn(isInside);
                    inside += isInside ? 1 : 0;
                    kills.Add(kills.Names[(int)run.Window]);
                    await UndoJournalAsync(project);
                }
                else
                {
                    Assert.True(run.End.ExitCode == 0, run.End.Error);
                    aim.Learn(hit: false);
                }
            }

            await project.Tool.ExpectAsync(0, "down", "000_witness", "--yes", "-u", "sqlite:app.db");
            Assert.Empty(DatabaseFile.Query(project.At("app.db"), "SELECT what FROM witness"));
            Assert.Equal(
                Enumerable.Range(1, Migrations).SelectMany(i => new[] { $"{i}a", $"{i}b" }).Order(StringComparer.Ordinal),
                DatabaseFile.Query(project.At("app.db"), "SELECT what FROM taken ORDER BY what"));
            Assert.Equal(["000_witness"], DatabaseFile.Query(project.At("app.db"), "SELECT id FROM __migrations WHERE state <> 'rolled_back'"));
            await project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
            Assert.Equal(Migrations * 3, DatabaseFile.Query(project.At("app.db"), "SELECT DISTINCT what FROM witness").Count);
            Assert.Equal(Migrations * 3, DatabaseFile.Query(project.At("app.db"), "SELECT what FROM witness").Count);
        }

        output.WriteLine(kills.ToString());
    }

    /// <summary>Only a writing connection may undo a hot journal; status says so, and names the command.</summary>
    private static async Task UndoJournalAsync(Project project)
    {
        var status = await project.Tool.RunAsync("status", "-u", "sqlite:app.db");
        if (status.ExitCode != 0)
        {
            Assert.Equal(6, status.ExitCode);
            Assert.Contains("dotnet migrate recover", status.Error, StringComparison.Ordinal);
            var recover = await project.Tool.RunAsync("recover", "-u", "sqlite:app.db");
            Assert.True(recover.ExitCode is 0 or 4, recover.Error);
        }
    }

    private static Project Copy(Project applied)
    {
        var project = new Project();
        foreach (string file in Directory.GetFiles(applied.Path, "*", SearchOption.AllDirectories))
        {
            project.Write(Path.GetRelativePath(applied.Path, file), File.ReadAllBytes(file));
        }

        return project;
    }
}
