using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Kills;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>The messages of an unbroken run, and the choice of those at which a fault is made.</summary>
internal static class Places
{
    /// <summary>How many there are by default in each test; <c>MIGRATIONTOOLING_KILLS_PER_WINDOW</c> (20) raises it, above 100 it is all of them.</summary>
    private static int Most(int usual) => RandomKillTests.PerWindow > 100 ? int.MaxValue : Math.Max(1, usual * RandomKillTests.PerWindow / 20);

    /// <summary>Runs the tool on a fresh project and answers its messages, and the database's content afterwards.</summary>
    public static async Task<(IReadOnlyList<WireMessage> Messages, IReadOnlyList<string> Content)> TraceAsync(ServerProject project, params string[] arguments)
    {
        var run = await project.RunAsync((_, _, _) => new(Passing.On), arguments);
        Assert.True(run.End.ExitCode == 0, run.End.Output + run.End.Error);
        return (run.Messages, project.Content());
    }

    /// <summary>So many of them, evenly spread, the first and the last among them; of one, the middle.</summary>
    public static IReadOnlyList<T> Sample<T>(IReadOnlyList<T> all, int usual)
    {
        int most = Most(usual);
        return all.Count <= most ? all
            : most == 1 ? [all[all.Count / 2]]
            : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))])];
    }

    /// <summary>So many of each window.</summary>
    public static IReadOnlyList<T> SampleOfEachWindow<T>(IReadOnlyList<WireMessage> messages, IReadOnlyList<T> all, Func<T, WireMessage> message, int usual)
    {
        var windows = new WireWindows();
        var at = new Dictionary<WireMessage, Window>();
        foreach (var one in messages)
        {
            windows.Take(one);
            at[one] = windows.Current;
        }

        return [.. all.GroupBy(p => at[message(p)]).SelectMany(window => Sample([.. window], usual))];
    }

    /// <summary>Does something for each, two at a time.</summary>
    public static Task ForEachAsync<T>(IEnumerable<T> places, Func<T, Task> act) =>
        Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (place, _) => await act(place));

    /// <summary>A message of another run that stands at the same place.</summary>
    public static bool IsAt(this WireMessage message, WireMessage place) =>
        message.Session == place.Session && message.IsFromClient == place.IsFromClient && message.Number == place.Number;
}
