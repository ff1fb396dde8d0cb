using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Git;

/// <summary>
/// A folder in a git working tree, read through git with paths relative to that folder, so that links and nested
/// repositories need no care.
/// </summary>
internal sealed class GitFolder
{
    private const string Origin = "origin/";

    private readonly string _folder;

    private GitFolder(string folder) => _folder = folder;

    /// <summary>The folder as git sees it; null where it is in no working tree.</summary>
    /// <exception cref="CommandFailure">git is missing, or refuses the repository (it says why).</exception>
    public static GitFolder? Find(string folder)
    {
        var answer = GitCommand.Run(folder, ["rev-parse", "--is-inside-work-tree"]);
        if (answer.IsDone)
        {
            return answer.Line == "true" ? new GitFolder(folder) : null;
        }

        return answer.Error.Contains("not a git repository", StringComparison.Ordinal)
            ? null
            : throw CommandFailure.Usage("git refuses to read this repository: " + answer.Error);
    }

    /// <summary>The same, where the command can't do without: outside a working tree it fails.</summary>
    public static GitFolder Require(string folder, string what) =>
        Find(folder) ?? throw CommandFailure.Usage($"{what} needs git, and {folder} is in no git working tree.");

    /// <summary>The commit that <paramref name="reference"/> names; null where it names none.</summary>
    public string? Commit(string reference)
    {
        var answer = GitCommand.Run(_folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}"]);
        return answer.IsDone ? answer.Line : null;
    }

    /// <summary>The same; an unknown reference is an exit-2 failure that knows about shallow clones.</summary>
    public string RequireCommit(string reference)
    {
        if (Commit(reference) is { } commit)
        {
            return commit;
        }

        bool isShallow = GitCommand.Run(_folder, ["rev-parse", "--is-shallow-repository"]).Line == "true";
        throw CommandFailure.Usage(
            $"git knows no commit '{reference}' here.",
            isShallow
                ? $"This clone is shallow. Fetch it (with actions/checkout: fetch-depth: 0): {Fetch(reference)}"
                : "Fetch it first, or name another one.");
    }

    // A bare fetch of a ref leaves it in FETCH_HEAD, where nobody finds it by its name.
    private static string Fetch(string reference) => reference.StartsWith(Origin, StringComparison.Ordinal)
        ? $"git fetch origin {reference[Origin.Length..]}:refs/remotes/{reference}"
        : "git fetch --unshallow --tags";

    /// <summary>The text of a file at a commit; null where the commit has no such file.</summary>
    /// <param name="commit">A commit's hash.</param>
    /// <param name="path">Relative to the folder.</param>
    public string? Text(string commit, string path)
    {
        var answer = GitCommand.Run(_folder, ["cat-file", "blob", $"{commit}:./{path}"]);
        return answer.IsDone ? answer.Output : null;
    }

    /// <summary>The folder's files at a commit, relative to it, with <c>/</c>.</summary>
    public IReadOnlyList<string> Files(string commit) => Nul(["ls-tree", "-r", "-z", "--name-only", commit]);

    /// <summary>Files of that name anywhere at a commit, relative to the top of the repository.</summary>
    public IReadOnlyList<string> Everywhere(string commit, string fileName) =>
        Nul(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit])
            .Where(path => path == fileName || path.EndsWith("/" + fileName, StringComparison.Ordinal))
            .ToArray();

    /// <summary>The text of a file at a commit by its path from the top of the repository.</summary>
    public string? TextFromTop(string commit, string path)
    {
        var answer = GitCommand.Run(_folder, ["cat-file", "blob", $"{commit}:{path}"]);
        return answer.IsDone ? answer.Output : null;
    }

    /// <summary>True where the file exists in the working tree, by its path from the top of the repository.</summary>
    public bool ExistsFromTop(string path) =>
        File.Exists(Path.Combine(GitCommand.Run(_folder, ["rev-parse", "--show-toplevel"]).Line, path));

    /// <summary>The branch that is checked out; null in a detached head.</summary>
    public string? Branch()
    {
        var answer = GitCommand.Run(_folder, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
        return answer.IsDone ? answer.Line : null;
    }

    /// <summary>The commit that a branch began from; null where the two have no commit in common.</summary>
    public string? MergeBase(string commit, string other)
    {
        var answer = GitCommand.Run(_folder, ["merge-base", commit, other]);
        return answer.IsDone ? answer.Line : null;
    }

    /// <summary>True while git is in the middle of the operation that leaves this file or folder in its directory.</summary>
    public bool IsUnderWay(string marker) =>
        Path.Exists(Path.Combine(_folder, GitCommand.Run(_folder, ["rev-parse", "--git-path", marker]).Line));

    private string[] Nul(IReadOnlyList<string> arguments)
    {
        var answer = GitCommand.Run(_folder, arguments);
        return answer.IsDone
            ? answer.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            : throw CommandFailure.Usage($"git {arguments[0]} failed: {answer.Error}");
    }
}
