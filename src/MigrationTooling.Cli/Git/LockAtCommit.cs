using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Git;

/// <summary>The lock as a commit has it.</summary>
/// <param name="Commit">The commit's hash.</param>
/// <param name="Lock">What the lock says there; an empty one where the commit has none.</param>
/// <param name="Notes">What is worth saying about how it was found.</param>
internal sealed record LockAtCommit(string Commit, LockReadResult Lock, IReadOnlyList<string> Notes)
{
    /// <summary>The lock of the migrations directory that <paramref name="git"/> stands in.</summary>
    /// <param name="git">The migrations directory.</param>
    /// <param name="commit">Whose lock.</param>
    /// <param name="name">What the user calls that commit.</param>
    public static LockAtCommit Read(GitFolder git, string commit, string name)
    {
        var notes = new List<string>();
        string? text = git.Text(commit, LockFile.FileName);
        if (text is null)
        {
            // A directory that moved would otherwise have no past to be compared with.
            var moved = git.Everywhere(commit, LockFile.FileName).Where(path => !git.ExistsFromTop(path)).ToList();
            if (moved is [var only])
            {
                text = git.TextFromTop(commit, only);
                notes.Add($"{name} has the lock at {only}; the directory was moved since.");
            }
            else
            {
                notes.Add($"{name} has no {LockFile.FileName} here.");
            }
        }

        if (text is null)
        {
            return new LockAtCommit(commit, new LockReadResult(LockFile.Empty(Dialect.Both), EquatableList<LockProblem>.Empty) { HeaderDialect = null }, notes);
        }

        var read = LockReader.Read(Text.TextNormalizer.Normalize(text));
        if (read.Problems.Count > 0)
        {
            notes.Add($"The lock at {name} is itself broken ({LockFile.FileName}({read.Problems[0].Place.Line},{read.Problems[0].Place.Column}): {read.Problems[0].Message}); what can be read of it is compared.");
        }

        return new LockAtCommit(commit, read, notes);
    }

    /// <summary>The lock that a branch began from: at the commit it has in common with <paramref name="reference"/>.</summary>
    public static LockAtCommit WhereBranchBegan(GitFolder git, string reference)
    {
        string tip = git.RequireCommit(reference);
        string head = git.RequireCommit("HEAD");
        string began = git.MergeBase(tip, head) ?? throw CommandFailure.Usage(
            $"HEAD and {reference} have no commit in common here, so it can't be told what this branch changed.",
            "In a shallow clone, fetch the whole history (with actions/checkout: fetch-depth: 0): git fetch --unshallow");
        return Read(git, began, reference);
    }
}
