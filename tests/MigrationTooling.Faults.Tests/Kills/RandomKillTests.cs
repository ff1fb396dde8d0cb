using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Kills;

/// <summary>
/// SIGKILL at random moments, until each window was met often enough. The next run is the recovery, and may be killed itself. How often:
/// <c>MIGRATIONTOOLING_KILLS_PER_WINDOW</c>.
/// </summary>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private const string Before = "before the intent";
    private const string ToUnit = "intent to unit";
    private const string Inside = "inside the unit";
    private const string Commit = "in COMMIT";
    private const string ToLock = "between commit and lock file";
    private const string Behind = "behind the lock file";
    private const string Ended = "the run had ended";
    private const int Migrations = 24;

    private static readonly string[] Aimed = [ToUnit, Inside, Commit, ToLock];

    private readonly Random _random = new(20261121);
    private readonly Histogram _kills = new([Before, ToUnit, Inside, Commit, ToLock, Behind]);
    private readonly Dictionary<string, Aim> _aims = [];

    internal static int PerWindow { get; } =
        int.Parse(Environment.GetEnvironmentVariable("MIGRATIONTOOLING_KILLS_PER_WINDOW") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Killed_at_random_moments_of_up_every_statement_ran_once_and_the_journal_tells_it()
    {
        _aims.Add(ToUnit, new Aim(_random, 300));
        _aims.Add(Inside, new Aim(_random, 2000));
        _aims.Add(Commit, new Aim(_random, 500));
        _aims.Add(ToLock, new Aim(_random, 10_000));
        while (Aimed.Any(w => _kills[w] < PerWindow))
        {
            Assert.True(_kills.Total < PerWindow * 40, _kills.ToString());
            await RoundAsync();
        }

        output.WriteLine(_kills.ToString());
    }

    [Fact]
    public async Task Killed_between_two_migrations_status_tells_the_one_that_was_announced_and_the_next_up_runs_it()
    {
        var kills = new Histogram(["between", Inside]);
        var aim = new Aim(_random, 200);
        while (kills["between"] < PerWindow)
        {
            Assert.True(kills.Total < PerWindow * 20, kills.ToString());
            using var project = Witnessed.Project(Migrations);
            for (int runs = 0; kills["between"] < PerWindow && runs < Migrations - 1; runs++)
            {
                var run = await project.RunAsync(project.Fault(Deed.Kill, "@" + Window.Between, delay: aim.Delay()), "up", "-u", "sqlite:app.db");
                if (!run.WasKilled)
                {
                    Assert.Equal(0, run.End.ExitCode);
                    break;
                }

                aim.Learn(run.Window == Window.Between);
                kills.Add(run.Window == Window.Between ? "between" : Inside);
                if (run.Window == Window.Between)
                {
                    await AssertAnnouncedAsync(project);
                }
            }

            await project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
            await project.AssertAsUnbrokenAsync(Migrations);
            AssertJournal(project);
        }

        output.WriteLine(kills.ToString());
    }

    /// <summary>The last migration is begun and nothing of it is there; the one before it is whole.</summary>
    private static async Task AssertAnnouncedAsync(Project project)
    {
        string[] rows = [.. project.Look("SELECT state || ' ' || statements_done || ' ' || id FROM __migrations ORDER BY sequence DESC LIMIT 2")];
        Assert.StartsWith("in_progress 0 ", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("completed ", rows[1], StringComparison.Ordinal);
        string number = rows[0].Split(' ')[2][..3].TrimStart('0');
        Assert.Empty(project.Look($"SELECT what FROM witness WHERE what GLOB '{number}[abc]'"));
        var status = await project.Tool.RunAsync("status", "-u", "sqlite:app.db");
        Assert.Equal(0, status.ExitCode);
        Assert.Contains(status.Output.Split('\n'), line => line.Contains(rows[0].Split(' ')[2], StringComparison.Ordinal) && line.Contains("in_progress", StringComparison.Ordinal));
    }

    /// <summary>One project from its first migration to its last, each run of it killed.</summary>
    private async Task RoundAsync()
    {
        using var project = Witnessed.Project(Migrations);
        while (Aimed.Any(w => _kills[w] < PerWindow) && project.Look("SELECT id FROM __migrations WHERE state = 'completed'").Count <= Migrations)
        {
            int intents = project.Look("SELECT entry FROM __migrations_journal WHERE kind = 'intent'").Count;
            var (run, aim) = await KillAsync(project);
            string window = run.WasKilled ? Where(project, run) : Ended;
            if (aim is not null)
            {
                _aims[aim].Learn(window == aim);
            }

            if (run.WasKilled)
            {
                _kills.Add(window);
                int now = project.Look("SELECT entry FROM __migrations_journal WHERE kind = 'intent'").Count;
                Assert.Equal(window == Before ? 0 : 1, now - intents);
                await StatusAsync(project);
            }
            else
            {
                Assert.Equal(0, run.End.ExitCode);
            }
        }

        await project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
        await project.AssertAsUnbrokenAsync(Migrations);
        AssertJournal(project);
        await project.Tool.ExpectAsync(0, "lock");
        await project.Tool.ExpectAsync(0, "lock", "--check");
    }

    private async Task<(FaultedRun Run, string? Aim)> KillAsync(Project project)
    {
        // Every sixth somewhere in the life of the process, the others where kills are still wanted.
        string? aim = _random.Next(6) == 0 ? null : _kills.Least(Aimed);
        var fault = aim is null
            ? project.Fault(Deed.Kill, "start", delay: 1 + _random.Next(250_000))
            : project.Fault(Deed.Kill, "@" + Entry(aim), delay: _aims[aim].Delay());
        return (await project.RunAsync(fault, "up", "--steps", "1", "-u", "sqlite:app.db"), aim);
    }

    private static Window Entry(string window) =>
        window switch { ToUnit => Window.IntentToUnit, Inside => Window.InUnit, Commit => Window.InCommit, _ => Window.AfterCommit };

    /// <summary>Which window it was: by the last statement that was given to the database, and by what database and lock file hold now.</summary>
    private static string Where(Project project, FaultedRun run)
    {
        string[] row = project.Look("SELECT state || ' ' || id FROM __migrations ORDER BY sequence DESC LIMIT 1").Take(1).ToArray();
        string state = row.Length == 0 ? "" : row[0].Split(' ')[0];
        switch (run.Window)
        {
            case Window.BeforeIntent:
                return Before;
            case Window.IntentToUnit:
                Assert.Equal("in_progress", state);
                return ToUnit;
            case Window.InUnit:
                Assert.Equal("in_progress", state);
                return Inside;
            case Window.InCommit:
                Assert.True(state is "in_progress" or "completed", state);
                return Commit;
            default:
                return state != "completed" ? Inside
                    : project.Exists("migrations/migrations.lock") && project.Lock.Contains($"\n{row[0].Split(' ')[1]} ", StringComparison.Ordinal) ? Behind : ToLock;
        }
    }

    private static async Task StatusAsync(Project project)
    {
        var status = await project.Tool.RunAsync("status", "-u", "sqlite:app.db");
        if (status.ExitCode != 0)
        {
            // Only a writing connection may undo what the dead one wrote.
            Assert.Equal(6, status.ExitCode);
            Assert.True(new FileInfo(project.At("app.db-journal")).Length > 0);
            Assert.Contains("a writer that was killed", status.Error, StringComparison.Ordinal);
            Assert.Contains("dotnet migrate ", status.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>Each attempt has its intent, each migration ended once, and the row's attempt is the number of its intents.</summary>
    private static void AssertJournal(Project project) => Assert.Empty(DatabaseFile.Query(
        project.At("app.db"),
        """
        SELECT m.id || ' attempt ' || m.attempt FROM __migrations m
        WHERE m.attempt <> (SELECT count(*) FROM __migrations_journal j WHERE j.migration = m.id AND j.kind = 'intent')
          OR 1 <> (SELECT count(*) FROM __migrations_journal j WHERE j.migration = m.id AND j.kind = 'completed')
          OR (SELECT count(DISTINCT j.attempt) FROM __migrations_journal j WHERE j.migration = m.id AND j.kind = 'intent') <> m.attempt
        """));
}
