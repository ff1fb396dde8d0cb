using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.Results;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary>What every command that runs scripts shares: judge the files before, run, lock what was applied, report however it ended.</summary>
internal sealed class RunToEnd(Invocation invocation, MigrationFolder folder, bool mayLock)
{
    /// <summary>After SIGTERM: how long the running unit may take where no option says it.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(20);

    /// <summary>What a run says that found nothing to do.</summary>
    public string Nothing { get; init; } = "Nothing to apply";

    /// <summary>True where the lines of what was taken back may go from the lock.</summary>
    public bool MayUnlock { get; init; }

    /// <summary>Ids whose lines go from the lock once they were taken back, though they were applied again: with another text.</summary>
    public IReadOnlyCollection<string> Edited { get; init; } = [];

    /// <summary>The exit code after <see cref="PlanAsync"/> answered nothing.</summary>
    public int Refused { get; private set; }

    /// <summary>The engine of a folder on a database, for a command that runs no script.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="folder">The migrations.</param>
    /// <param name="address">The database.</param>
    public static Migrator Migrator(Invocation invocation, MigrationFolder folder, DatabaseAddress address) =>
        new(ManifestBuilder.Build(folder), Databases.Provider(invocation, address), new MigratorOptions
        {
            // What is decided by hand is decided on what was seen; after a wait it would be something else.
            RunLockTimeout = TimeSpan.Zero,
            AcceptedEdits = folder.Lock.Accepted,
            ToolVersion = ToolVersion.Text,
        });

    /// <summary>Runs; answers the exit code.</summary>
    /// <param name="next">The command that goes on after a cancellation.</param>
    /// <param name="run">The run.</param>
    public async Task<int> RunAsync(string next, Func<CancellationToken, Task<RunResult>> run)
    {
        RunResult? result = null;
        CommandFailure? failure = null;
        IReadOnlyList<Finding> findings = [];
        try
        {
            result = await run(invocation.Interruption.Cancel);
        }
        catch (RunCancelledException e)
        {
            result = e.Result;
            failure = new CommandFailure(invocation.Interruption.Code ?? ExitCode.Interrupted, e.Message, $"Go on with: {next}", e.LeftBehind, e);
        }
        catch (MigratorException e)
        {
            failure = Databases.Failure(e);
            (result, findings) = e switch
            {
                MigrationFailedException failed => (failed.Result, findings),
                DatabaseLockedException busy => (busy.Result, findings),
                DirtyDatabaseException dirty => (dirty.Result, findings),
                IntegrityException integrity => (null, integrity.Findings),
                RefusedException refused => (null, refused.Findings),
                CannotConnectException unreachable => (null, unreachable.Findings),
                _ => (null, findings),
            };
        }

        var unlocked = result is null || !MayUnlock ? [] : new UnlockAfterRun(invocation, folder) { Edited = Edited }.Unlock(result);
        var locked = result is null || MayUnlock && result.Applied.Count == 0 ? [] : new LockAfterRun(invocation, folder, mayLock).Lock(result);
        Show(new RunReport(result, locked, findings.Count > 0 ? findings : result?.Findings ?? [], failure, folder.Directory) { Nothing = Nothing, Unlocked = unlocked });
        return failure?.ExitCode ?? ExitCode.Done;
    }

    /// <summary>Makes a plan that a person is asked about; null where it is refused, which was said then.</summary>
    public async Task<T?> PlanAsync<T>(Func<CancellationToken, Task<T>> plan)
        where T : class
    {
        try
        {
            return await plan(invocation.Interruption.Cancel);
        }
        catch (MigratorException e)
        {
            var failure = Databases.Failure(e);
            var findings = e switch
            {
                IntegrityException integrity => integrity.Findings,
                RefusedException refused => refused.Findings,
                CannotConnectException unreachable => unreachable.Findings,
                _ => [],
            };
            Show(new RunReport(null, [], findings, failure, folder.Directory));
            Refused = failure.ExitCode;
            return null;
        }
    }

    private void Show(RunReport report)
    {
        if (invocation.IsJson)
        {
            invocation.Terminal.ResultText(report.Json());
        }
        else
        {
            report.Results().ToList().ForEach(invocation.Terminal.Result);
        }

        report.Errors().ToList().ForEach(invocation.Terminal.Progress);
    }

    /// <summary>Says what is wrong with files and lock; the exit code, or null where nothing is.</summary>
    public static int? Refusal(Invocation invocation, MigrationFolder folder)
    {
        var errors = folder.Errors.ToList();
        if (errors.Count == 0)
        {
            return null;
        }

        errors.ForEach(f => invocation.Terminal.Progress(FindingLine.Of(f, folder.Directory)));
        var failure = new CommandFailure(
            ExitCode.Integrity, $"Nothing was run: {Counted.Of(errors.Count, "error")} in the migrations directory.", "dotnet migrate verify shows the whole verdict.");
        if (invocation.IsJson)
        {
            invocation.Terminal.ResultText(new RunReport(null, [], errors, failure, folder.Directory).Json());
        }

        failure.Lines().ToList().ForEach(invocation.Terminal.Progress);
        return failure.ExitCode;
    }
}
