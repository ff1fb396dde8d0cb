using System;
using System.Collections.Generic;
using System.CommandLine;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Planning;

namespace MigrationTooling.Cli.Commands;

/// <summary>What <c>down</c> and <c>redo</c> take in common.</summary>
internal sealed class RollbackOptions
{
    private const string FromFile = "file";
    private const string FromHistory = "history";

    private readonly Option<string?> _downFrom = new("--down-from")
    {
        HelpName = "SOURCE",
        Description = $"Where a down script was edited since it was applied: {FromFile} runs it as it is now, {FromHistory} the text of that time.",
    };

    private readonly Option<int> _wait = new("--wait") { HelpName = "SECONDS", Description = "How long to wait for another runner. Default: 30.", DefaultValueFactory = _ => 30 };

    private readonly Option<int> _grace = new("--grace")
    {
        HelpName = "SECONDS",
        Description = "After SIGTERM: how long the running unit may take to end before it is cancelled. Default: 20.",
        DefaultValueFactory = _ => (int)RunToEnd.DefaultGrace.TotalSeconds,
    };

    public RollbackOptions() => _downFrom.CompletionSources.Add(FromFile, FromHistory);

    public IEnumerable<Option> All => [_downFrom, _wait, _grace];

    public void Check(Invocation invocation)
    {
        foreach (var option in new[] { _wait, _grace })
        {
            if (invocation.Value(option) is < 0 or > 86_400)
            {
                throw CommandFailure.Usage($"{option.Name} takes seconds from 0 to 86400.");
            }
        }
    }

    public DownSource? From(Invocation invocation) => invocation.Value(_downFrom) switch
    {
        null => null,
        FromFile => DownSource.File,
        FromHistory => DownSource.History,
        var other => throw CommandFailure.Usage($"--down-from takes {FromFile} or {FromHistory}, not '{other}'."),
    };

    /// <summary>From now on the first signal only asks to stop.</summary>
    public void Gently(Invocation invocation) =>
        invocation.Interruption.Gently(TimeSpan.FromSeconds(invocation.Value(_grace)), invocation.Terminal.Progress);

    public Migrator Migrator(Invocation invocation, MigrationFolder folder, DatabaseAddress address, RunObserver observer, bool mayLock) =>
        new(ManifestBuilder.Build(folder), Databases.Provider(invocation, address), new MigratorOptions
        {
            Observer = observer,
            RunLockTimeout = TimeSpan.FromSeconds(invocation.Value(_wait)),
            AcceptedEdits = folder.Lock.Accepted,
            AddsToLock = mayLock,
            ToolVersion = ToolVersion.Text,
        });
}
