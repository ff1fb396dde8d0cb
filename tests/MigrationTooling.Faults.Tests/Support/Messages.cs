using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Faults.Tests.Support;

/// <summary>What a failed run says: what happened, what is left behind, which command comes next.</summary>
internal static class Messages
{
    /// <summary>Insists on exit code and words, and that something is said of what is left behind.</summary>
    public static void AssertSays(this ProcessRun run, int exitCode, string what, string leftBehind)
    {
        Assert.True(run.ExitCode == exitCode, $"exit {run.ExitCode}, expected {exitCode}\n{run.Output}\n{run.Error}");
        Assert.True(run.Error.Contains(what, StringComparison.Ordinal), $"'{what}' is not said in:\n{run.Error}");
        Assert.True(run.Error.Contains("Left behind: " + leftBehind, StringComparison.Ordinal), $"'{leftBehind}' is not left behind in:\n{run.Error}");
    }

    /// <summary>Runs the command that the message ends with.</summary>
    public static Task<ProcessRun> RunNextAsync(this Project project, ProcessRun said, string url, int exitCode = 0)
    {
        const string Command = "dotnet migrate ";
        string? line = said.Error.Split('\n').LastOrDefault(l => l.Contains(Command, StringComparison.Ordinal));
        Assert.True(line is not null, "No next command in: " + said.Error);
        string[] words = line[(line.LastIndexOf(Command, StringComparison.Ordinal) + Command.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return project.Tool.ExpectAsync(exitCode, [.. words, "-u", url]);
    }
}
