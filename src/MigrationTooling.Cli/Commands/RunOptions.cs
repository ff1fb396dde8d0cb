using System;
using System.Collections.Generic;
using System.CommandLine;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Storage;

namespace MigrationTooling.Cli.Commands;

/// <summary>What every command takes that runs scripts.</summary>
internal sealed class RunOptions
{
    private readonly Option<int> _wait = new("--wait") { HelpName = "SECONDS", Description = "How long to wait for another runner. Default: 30.", DefaultValueFactory = _ => 30 };

    private readonly Option<int> _grace = new("--grace")
    {
        HelpName = "SECONDS",
        Description = "After SIGTERM: how long the running unit may take to end before it is cancelled. Default: 20.",
        DefaultValueFactory = _ => (int)RunToEnd.DefaultGrace.TotalSeconds,
    };

    private readonly bool _waits;

    /// <param name="waits">False for a command that never waits for another runner.</param>
    public RunOptions(bool waits = true) => _waits = waits;

    public IEnumerable<Option> All => _waits ? [_wait, _grace] : [_grace];

    public void Check(Invocation invocation)
    {
        foreach (var option in new[] { _wait, _grace })
        {
            if ((_waits || option == _grace) && invocation.Value(option) is < 0 or > 86_400)
            {
                throw CommandFailure.Usage($"{option.Name} takes seconds from 0 to 86400.");
            }
        }
    }

    /// <summary>From now on the first signal only asks to stop.</summary>
    public void Gently(Invocation invocation) =>
        invocation.Interruption.Gently(TimeSpan.FromSeconds(invocation.Value(_grace)), invocation.Terminal.Progress);

    public Migrator Migrator(Invocation invocation, MigrationFolder folder, DatabaseAddress address, RunObserver observer, bool mayLock) =>
        Migrator(invocation, folder, Databases.Provider(invocation, address), observer, mayLock);

    public Migrator Migrator(Invocation invocation, MigrationFolder folder, IDatabaseProvider provider, RunObserver observer, bool mayLock, bool strict = false) =>
        new(ManifestBuilder.Build(folder), provider, new MigratorOptions
        {
            Observer = observer,
            RunLockTimeout = _waits ? TimeSpan.FromSeconds(invocation.Value(_wait)) : TimeSpan.Zero,
            Strict = strict,
            AcceptedEdits = folder.Lock.Accepted,
            AddsToLock = mayLock,
            ToolVersion = ToolVersion.Text,
        });
}
