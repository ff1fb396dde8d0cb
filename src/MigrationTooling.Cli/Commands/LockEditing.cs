using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Locking;

namespace MigrationTooling.Cli.Commands;

/// <summary>The end of every command that edits the lock: print a refusal, or write the file and tell what changed.</summary>
internal static class LockEditing
{
    /// <summary>The lock, where it could be read whole; rebase is the one command that mends pieces.</summary>
    public static LockFile Sound(MigrationFolder folder) =>
        folder.Verdict.Findings.FirstOrDefault(f => f.Rule.Id == "MIG0007") is { } broken
            ? throw new CommandFailure(ExitCode.Integrity, FindingLine.Of(broken, folder.Directory), leftBehind: "nothing was changed.")
            : folder.Lock;

    /// <summary>Answers the exit code: 3 for a refusal, 0 for done. A request that makes no sense leaves as an exit-2 failure.</summary>
    public static int Finish(Invocation invocation, MigrationFolder folder, LockEditResult edit)
    {
        if (edit.Misuse is { } misuse)
        {
            throw CommandFailure.Usage(misuse);
        }

        var report = new LockReport(folder.Lock, edit);
        if (edit.Refusals.Count > 0)
        {
            invocation.Terminal.ResultText(invocation.IsJson
                ? report.Json(edit.Refusals)
                : string.Concat(edit.Refusals.Select(f => FindingLine.Of(f, folder.Directory) + "\n")));
            invocation.Terminal.Error($"{LockFile.FileName} was not changed.");
            return ExitCode.Integrity;
        }

        if (!report.IsUnchanged || folder.Input.Lock is null)
        {
            folder.Store.Write(edit.Lock);
        }

        invocation.Terminal.ResultText(invocation.IsJson ? report.Json([]) : report.Text(invocation.Values.Verbose));
        if (report.IsUnchanged && !invocation.IsJson)
        {
            invocation.Terminal.Result($"{LockFile.FileName} is unchanged: {Counted.Of(folder.Lock.Entries.Count, "migration")} locked.");
        }

        return ExitCode.Done;
    }
}
