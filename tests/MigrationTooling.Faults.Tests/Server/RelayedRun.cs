using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>A run of the real tool through a relay, and what passed.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Messages">Each message that reached the relay, in order.</param>
internal sealed record RelayedRun(ProcessRun End, IReadOnlyList<WireMessage> Messages)
{
    private const int Killed = 128 + 9;

    public bool WasKilled => End.ExitCode == Killed;

    public Window Window => WireWindows.Of(Messages);
}

/// <summary>The same while it runs.</summary>
internal sealed class StartedRun(Relay relay, RunningTool tool) : IAsyncDisposable
{
    public Relay Relay => relay;

    public RunningTool Tool => tool;

    public async Task<RelayedRun> EndAsync() => new(await tool.EndAsync(), relay.Seen);

    public async ValueTask DisposeAsync()
    {
        await tool.DisposeAsync();
        await relay.DisposeAsync();
    }
}
