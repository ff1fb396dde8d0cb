using System;
using System.Collections.Generic;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Git;

/// <summary>Whose migrations come first when two branches met.</summary>
/// <param name="Name">As the user would say it: <c>origin/main</c>, <c>MERGE_HEAD</c>.</param>
/// <param name="Commit">Its commit.</param>
internal sealed record RebaseBase(string Name, string Commit)
{
    private static readonly string[] Replays = ["rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD"];

    /// <summary>
    /// An explicit ref wins. In the middle of a merge it is the branch that comes in, unless the checked-out branch is itself the
    /// trunk; in a rebase or cherry-pick it is what the commits are put on. Else it is the remote's default branch, <c>main</c> or
    /// <c>master</c>, or the upstream of the branch.
    /// </summary>
    public static RebaseBase Find(GitFolder git, string? onto)
    {
        if (onto is not null)
        {
            return new RebaseBase(onto, git.RequireCommit(onto));
        }

        if (Array.Exists(Replays, git.IsUnderWay))
        {
            return new RebaseBase("HEAD", git.RequireCommit("HEAD"));
        }

        string? branch = git.Branch();
        if (git.IsUnderWay("MERGE_HEAD"))
        {
            return branch is "main" or "master"
                ? new RebaseBase(branch, git.RequireCommit("HEAD"))
                : new RebaseBase("MERGE_HEAD", git.RequireCommit("MERGE_HEAD"));
        }

        foreach (string candidate in Trunks(branch))
        {
            if (git.Commit(candidate) is { } commit)
            {
                return new RebaseBase(candidate, commit);
            }
        }

        throw CommandFailure.Usage(
            "There is no branch to compare with: no origin/HEAD, no main, no master, no upstream.",
            "Name it: dotnet migrate rebase --onto REF");
    }

    private static IEnumerable<string> Trunks(string? branch)
    {
        if (branch is "main" or "master")
        {
            yield return "@{upstream}";
            yield break;
        }

        yield return "refs/remotes/origin/HEAD";
        yield return "main";
        yield return "master";
        yield return "@{upstream}";
    }
}
