using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MigrationTooling.Faults.Tests.Kills;

/// <summary>SIGKILL before each statement that the tool gives to the database, and behind each COMMIT: every step of the protocol.</summary>
public sealed class FailpointTests(ITestOutputHelper output)
{
    private const int Migrations = 3;

    [Fact]
    public async Task Killed_at_each_step_of_up_the_next_up_ends_as_an_unbroken_run()
    {
        using var traced = Witnessed.Project(Migrations);
        var unbroken = await traced.RunAsync(traced.Fault(Deed.Trace, "-"), "up", "-u", "sqlite:app.db");
        Assert.Equal(0, unbroken.End.ExitCode);
        var content = traced.Content();
        var places = unbroken.Statements.Where(IsStep).ToArray();
        Assert.True(places.Length > 40, string.Join('\n', unbroken.Statements));

        await Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (place, _) =>
        {
            using var project = Witnessed.Project(Migrations);
            var run = await project.RunAsync(project.Fault(Deed.Kill, "#" + place.Split(' ')[1], place[0]), "up", "-u", "sqlite:app.db");
            Assert.True(run.WasKilled, $"{place}: exit {run.End.ExitCode} {run.End.Error}");
            Assert.Equal(place, run.Statements[^1]);

            await project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");

            Assert.Equal(content, project.Content());
        });
        output.WriteLine($"{places.Length} failpoints of up, each followed by a run that ended as an unbroken one");
    }

    // What only reads changes nothing: dying before it is dying behind the statement before.
    internal static bool IsStep(string line) => line[0] == 'E'
        ? FaultedRun.Sql(line) == "COMMIT"
        : !FaultedRun.Sql(line).StartsWith("SELECT", StringComparison.Ordinal) && !FaultedRun.Sql(line).StartsWith("PRAGMA", StringComparison.Ordinal);
}
