using System;
using System.Globalization;

namespace MigrationTooling.Storage;

/// <summary>Who runs: shown to whoever waits, and kept in every row and journal entry.</summary>
/// <param name="Name">User, host and process.</param>
/// <param name="ToolVersion">The version that runs.</param>
public sealed record RunnerIdentity(string Name, string ToolVersion)
{
    /// <summary>The clock of everything that the runner records.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>True: another runner's lease that has not ended is in nobody's way. What it has open on the server still is.</summary>
    public bool OverridesLease { get; init; }

    /// <summary>This process.</summary>
    public static RunnerIdentity OfThisProcess(string toolVersion) => new(
        string.Format(CultureInfo.InvariantCulture, "{0}@{1} pid {2}", Environment.UserName, Environment.MachineName, Environment.ProcessId), toolVersion);
}
