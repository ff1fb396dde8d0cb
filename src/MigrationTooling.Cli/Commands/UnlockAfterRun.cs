using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Cli.Git;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Locking;
using MigrationTooling.Results;

namespace MigrationTooling.Cli.Commands;

/// <summary>
/// Takes lines out of the lock that this database's <c>up</c> added, for migrations that it took back. A line that is committed is the
/// team's, whoever wrote it, and stays. A lock that can't be written is a warning, never a failed rollback.
/// </summary>
internal sealed class UnlockAfterRun(Invocation invocation, MigrationFolder folder)
{
    /// <summary>Ids that go from the lock though they were applied again: with another text than the line has.</summary>
    public IReadOnlyCollection<string> Edited { get; init; } = [];

    /// <summary>The ids whose lines were taken out.</summary>
    public IReadOnlyList<string> Unlock(RunResult result)
    {
        string[] ours = result.LockedHere.Where(folder.IsLocked).Except(result.Applied.Except(Edited), StringComparer.Ordinal).ToArray();
        if (ours.Length == 0)
        {
            return [];
        }

        var committed = Committed(invocation, folder);
        string[] kept = ours.Where(committed.Contains).ToArray();
        if (kept.Length > 0)
        {
            invocation.Terminal.Progress($"{string.Join(", ", kept)} stay{(kept.Length == 1 ? "s" : "")} locked: the line is committed, so it is the team's.");
        }

        string[] taken = ours.Except(kept, StringComparer.Ordinal).ToArray();
        try
        {
            folder.Store.Write(LockEdits.Remove(folder.Lock, taken).Lock);
            return taken;
        }
        catch (CommandFailure e)
        {
            invocation.Terminal.Warning($"{e.Message} What was taken back stays taken back.");
            return [];
        }
    }

    /// <summary>The ids whose lines are the team's. Without git nobody else can have the lock.</summary>
    public static HashSet<string> Committed(Invocation invocation, MigrationFolder folder)
    {
        try
        {
            return GitFolder.Find(folder.Directory) is { } git && git.Commit("HEAD") is { } head
                ? LockAtCommit.Read(git, head, "HEAD").Lock.Lock.Entries.Select(e => e.Id).ToHashSet(StringComparer.Ordinal)
                : [];
        }
        catch (CommandFailure e)
        {
            invocation.Terminal.Warning($"{e.Message} The lock's lines are taken for the team's.");
            return folder.Lock.Entries.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        }
    }
}
