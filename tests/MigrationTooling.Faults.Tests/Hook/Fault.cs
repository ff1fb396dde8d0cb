using System;
using System.Globalization;

namespace MigrationTooling.Faults.Tests.Hook;

/// <summary>What happens to the process when it reaches a place.</summary>
public enum Deed
{
    /// <summary>Nothing: the statements are only written down.</summary>
    Trace = 0,

    /// <summary>SIGKILL.</summary>
    Kill = 1,

    /// <summary>SIGSTOP; whoever waits may send SIGCONT.</summary>
    Stop = 2,
}

/// <summary>One fault, as it is handed to the tool's process.</summary>
/// <param name="Deed">What happens.</param>
/// <param name="Edge">Where at the statement: <c>B</c>efore it is run, or when it has <c>E</c>nded.</param>
/// <param name="Place">Which: <c>#17</c> by its number in the run, <c>~text</c> by what it contains, <c>@Window</c> the first that enters that window, <c>start</c> the process's start, <c>exit</c> its end: all is done and said, and the exit code is not.</param>
/// <param name="DelayMicroseconds">How long after that moment, the process running on meanwhile.</param>
/// <param name="Trace">The file that the statements are written to.</param>
public sealed record Fault(Deed Deed, char Edge, string Place, int DelayMicroseconds, string Trace)
{
    public const string Variable = "MIGRATIONTOOLING_TEST_FAULT";

    /// <summary>For SQLite's <c>max_page_count</c>: the disk is full from then on; 0 for no limit.</summary>
    public int MostPages { get; init; }

    public string Words => string.Join('|', Deed, Edge, DelayMicroseconds.ToString(CultureInfo.InvariantCulture), MostPages.ToString(CultureInfo.InvariantCulture), Trace, Place);

    public static Fault? OfEnvironment()
    {
        string[]? words = Environment.GetEnvironmentVariable(Variable)?.Split('|', 6);
        return words is null ? null : new Fault(
            Enum.Parse<Deed>(words[0]), words[1][0], words[5], int.Parse(words[2], CultureInfo.InvariantCulture), words[4])
        {
            MostPages = int.Parse(words[3], CultureInfo.InvariantCulture),
        };
    }
}
