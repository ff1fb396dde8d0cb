using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;

namespace MigrationTooling.Faults.Tests.Support;

/// <summary>A run of the real tool with a fault in it, and what its statements tell.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Statements">Each statement as it began (<c>B</c>) and ended (<c>E</c>), in order.</param>
public sealed record FaultedRun(ProcessRun End, IReadOnlyList<string> Statements)
{
    private const int Killed = 128 + 9;

    public bool WasKilled => End.ExitCode == Killed;

    /// <summary>The window that the process was in when its last statement was written down.</summary>
    public Window Window
    {
        get
        {
            var tracker = new WindowTracker();
            foreach (string line in Statements)
            {
                tracker.Take(line[0], Sql(line));
            }

            return tracker.Current;
        }
    }

    public static async Task<FaultedRun> RunAsync(Project project, Fault fault, params string[] arguments)
    {
        File.Delete(fault.Trace);
        var end = await Prepare(new Tool(project.Path), fault).RunAsync(arguments);
        return new FaultedRun(end, Trace(fault.Trace));
    }

    /// <summary>Makes a tool meet a fault.</summary>
    public static Tool Prepare(Tool tool, Fault fault) => tool
        .With("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location)
        .With("DOTNET_TieredCompilation", null)
        .With(Fault.Variable, fault.Words);

    public static string Sql(string line) => line.Split(' ', 3)[2];

    public static string[] Trace(string file) => File.Exists(file) ? File.ReadAllLines(file).Where(l => l.Split(' ').Length > 2).ToArray() : [];
}
