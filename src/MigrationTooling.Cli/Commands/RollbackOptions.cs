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

    private readonly RunOptions _run = new();

    public RollbackOptions() => _downFrom.CompletionSources.Add(FromFile, FromHistory);

    public IEnumerable<Option> All => [_downFrom, .. _run.All];

    public void Check(Invocation invocation) => _run.Check(invocation);

    public DownSource? From(Invocation invocation) => invocation.Value(_downFrom) switch
    {
        null => null,
        FromFile => DownSource.File,
        FromHistory => DownSource.History,
        var other => throw CommandFailure.Usage($"--down-from takes {FromFile} or {FromHistory}, not '{other}'."),
    };

    /// <summary>From now on the first signal only asks to stop.</summary>
    public void Gently(Invocation invocation) => _run.Gently(invocation);

    public Migrator Migrator(Invocation invocation, MigrationFolder folder, DatabaseAddress address, RunObserver observer, bool mayLock) =>
        _run.Migrator(invocation, folder, address, observer, mayLock);
}
