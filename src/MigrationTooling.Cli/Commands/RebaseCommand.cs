using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Git;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary>Puts this branch's migrations behind those of the branch it met.</summary>
internal sealed class RebaseCommand : Verb
{
    private readonly Option<string?> _onto = new("--onto")
    {
        HelpName = "REF",
        Description = "Whose migrations come first. Default: the branch being merged, in a rebase what it goes onto, else origin's default branch, main or master, else the upstream.",
    };

    public RebaseCommand()
        : base("rebase", "After two branches met: puts this branch's migrations behind the base's. Resolves conflict markers and forks in migrations.lock, and gives files a new version where theirs would sort before the base's. Lines that the base has are never changed.")
    {
        Options.Add(_onto);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate rebase", "In the middle of git merge or git rebase, or after it."),
        new("dotnet migrate rebase --onto origin/main", "Says which branch comes first."),
    ];

    public override Task<int> RunAsync(Invocation invocation)
    {
        var folder = MigrationFolder.Read(invocation);
        var git = GitFolder.Require(folder.Directory, "rebase");
        var @base = RebaseBase.Find(git, invocation.Value(_onto));
        var theirs = LockAtCommit.Read(git, @base.Commit, @base.Name);
        theirs.Notes.ToList().ForEach(invocation.Terminal.Progress);
        invocation.Terminal.Progress($"base: {@base.Name} ({@base.Commit[..10]})");

        var theirFiles = git.Files(@base.Commit).ToHashSet(StringComparer.Ordinal);
        InsistOnMerge(folder, theirs.Lock.Lock, theirFiles, @base.Name);
        if (folder.Input.Lock is null && theirs.Lock.HeaderDialect is null)
        {
            throw CommandFailure.Usage($"Neither this working tree nor {@base.Name} has a {LockFile.FileName}, so there is nothing to put in order.", "Freeze the migrations with: dotnet migrate lock");
        }

        var ours = folder.Input.Lock ?? new LockReadResult(folder.Lock, EquatableList<LockProblem>.Empty);
        var unlocked = folder.Verdict.Migrations.Where(m => !folder.IsLocked(m.Id) && IsTheirs(m, theirFiles)).Select(m => m.Id).ToList();
        var dialect = theirs.Lock.HeaderDialect ?? folder.Lock.Dialect;
        var result = LockEdits.Rebase(ours, theirs.Lock.Lock with { Dialect = dialect }, folder.Verdict.Migrations, unlocked);
        if (result.Edit.IsRefused)
        {
            return Task.FromResult(LockEditing.Finish(invocation, folder, result.Edit));
        }

        var renames = new FileRenames(folder.Directory);
        renames.Run(result.Renumberings.SelectMany(r => r.Moves));
        try
        {
            folder.Store.Write(result.Edit.Lock);
        }
        catch
        {
            renames.TakeBack();
            throw;
        }

        return Task.FromResult(Report(invocation, folder, @base, result));
    }

    // Lines of the base without its files would read as deleted migrations.
    private static void InsistOnMerge(MigrationFolder folder, LockFile theirs, HashSet<string> theirFiles, string name)
    {
        var present = folder.Verdict.Migrations.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var theirIds = theirFiles.Select(FileNameParser.Parse).Where(f => f.Problem is null).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        var known = folder.Lock.Entries.SelectMany(e => e.Aliases.Append(e.Id)).ToHashSet(StringComparer.Ordinal);
        var missing = theirs.Entries.Where(e => !present.Contains(e.Id) && !known.Contains(e.Id) && theirIds.Contains(e.Id)).ToList();
        if (missing.Count > 0)
        {
            throw CommandFailure.Refused(
                $"{name} has {Counted.Of(missing.Count, "migration")} that {(missing.Count == 1 ? "is" : "are")} not in this working tree, e.g. {missing[0].Id}. Nothing was changed.",
                $"Bring them in first (git merge {name}, or git rebase {name}), then: dotnet migrate rebase");
        }
    }

    private static bool IsTheirs(MigrationFacts migration, HashSet<string> theirFiles) =>
        migration.Scripts.Any(script => theirFiles.Contains(script.Path));

    private static int Report(Invocation invocation, MigrationFolder before, RebaseBase @base, RebaseResult result)
    {
        // What is left to say is said by the same judge that the build will ask.
        var after = MigrationFolder.Read(invocation);
        var errors = after.Errors.ToList();
        var report = new RebaseReport(@base.Name, @base.Commit, before.Directory, result, errors);
        invocation.Terminal.ResultText(invocation.IsJson ? report.Json() : report.Text());
        return errors.Exists(f => f.Severity == Severity.Error) ? ExitCode.Integrity : ExitCode.Done;
    }
}
