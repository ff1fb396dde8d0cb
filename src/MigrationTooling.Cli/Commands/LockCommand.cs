using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Git;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary>Freezes migrations, changes frozen lines in the ways that leave a trace, and checks the lock in a pipeline.</summary>
internal sealed class LockCommand : Verb
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Lock up to this migration (id or version). Default: all.",
    };

    private readonly Option<bool> _refresh = new("--refresh") { Description = "Stamp anew what only changed in comments or formatting." };

    private readonly Option<string?> _accept = new("--accept") { HelpName = "ID", Description = "Accept an intended edit of a locked migration, or the place of an out-of-order one." };

    private readonly Option<string?> _reason = new("--reason") { HelpName = "TEXT", Description = "Why; written into the lock. Needed with --accept." };

    private readonly Option<bool> _check = new("--check") { Description = "For pipelines: change nothing; exit with 3 unless everything is locked and as it was locked." };

    private readonly Option<string?> _against = new("--against") { HelpName = "REF", Description = "With --check: also insist that no line was changed or removed that REF had where this branch began." };

    private readonly Option<bool> _fromDatabase = new("--from-database") { Description = "Freeze what the configured database ran, where the files are what it ran: for a lock that is lost, or a project that had none. Refused (exit 3) where a file or the lock says otherwise." };

    public LockCommand()
        : base("lock", "Freezes migrations for the team: adds the missing lines to migrations.lock, which the build then trusts. It only adds; where a locked file changed, moved or vanished it refuses (exit 3) and writes nothing.")
    {
        Arguments.Add(_target);
        Options.Add(_refresh);
        Options.Add(_accept);
        Options.Add(_reason);
        Options.Add(_check);
        Options.Add(_against);
        Options.Add(_fromDatabase);
    }

    public override IReadOnlyList<string> Formats => OutputFormat.Reports;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate lock", "Locks every migration that is not locked yet."),
        new("dotnet migrate lock 20261121093000_add_users", "Locks up to this one."),
        new("dotnet migrate lock --refresh", "After reformatting: stamps anew what MIG0008 reports."),
        new("dotnet migrate lock --accept 20261121093000_add_users --reason \"typo in a default, not deployed yet\"", "Accepts an edit; the old checksum stays in the lock with the reason."),
        new("dotnet migrate lock --check --against origin/main", "In a pull request's pipeline."),
        new("dotnet migrate lock --from-database -u sqlite:app.db", "Rebuilds a lost lock from what this database ran."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        CheckUsage(invocation);
        var folder = MigrationFolder.Read(invocation);
        if (invocation.Value(_check))
        {
            return Check(invocation, folder);
        }

        if (invocation.Value(_fromDatabase))
        {
            return await new LockFromDatabase(invocation, folder).RunAsync();
        }

        var migrations = folder.Verdict.Migrations;
        var edit = invocation.Value(_accept) is { } id ? LockEdits.Accept(LockEditing.Sound(folder), migrations, id, invocation.Value(_reason) ?? "")
            : invocation.Value(_refresh) ? LockEdits.Refresh(LockEditing.Sound(folder), migrations)
            : Add(folder, invocation.Value(_target));
        return LockEditing.Finish(invocation, folder, edit);
    }

    private void CheckUsage(Invocation invocation)
    {
        var modes = new Option[] { _refresh, _accept, _check, _fromDatabase }.Where(invocation.Has).ToList();
        if (modes.Count > 1)
        {
            throw CommandFailure.Usage($"{modes[0].Name} and {modes[1].Name} are two different commands.", "Give one of them.");
        }

        if (modes.Count == 1 && invocation.Value(_target) is not null)
        {
            throw CommandFailure.Usage($"{modes[0].Name} takes no TARGET.");
        }

        if (invocation.Has(_accept) != invocation.Has(_reason))
        {
            throw CommandFailure.Usage("--accept and --reason belong together: an accepted edit says why.", "dotnet migrate lock --accept ID --reason \"…\"");
        }

        if (invocation.Has(_against) && !invocation.Has(_check))
        {
            throw CommandFailure.Usage("--against belongs to --check.", "dotnet migrate lock --check --against REF");
        }

        if (!invocation.Has(_check) && !OutputFormat.Common.Contains(invocation.Format))
        {
            throw CommandFailure.Usage($"--format {invocation.Format} belongs to lock --check; here it is one of {string.Join(", ", OutputFormat.Common)}.");
        }
    }

    private static LockEditResult Add(MigrationFolder folder, string? target)
    {
        // A file that can't be judged must not be frozen as it is.
        var errors = folder.Errors.Where(f => f.Rule.Id != "MIG0010").ToList();
        if (errors.Count > 0)
        {
            return Refused(folder, errors);
        }

        var edit = LockEdits.Add(folder.Lock, folder.Verdict.Migrations, target);
        var added = edit.Lock.Entries.Select(e => e.Id).Where(id => !folder.IsLocked(id)).ToHashSet(StringComparer.Ordinal);
        var unwritten = folder.Verdict.Findings.Where(f => f.Rule.Id == "MIG0113" && added.Contains(f.Migration!)).ToList();
        return unwritten.Count == 0 ? edit : Refused(folder, unwritten);
    }

    private static LockEditResult Refused(MigrationFolder folder, IEnumerable<Finding> findings) =>
        new(folder.Lock, EquatableList<LockChange>.Empty, findings.ToEquatableList(), null);

    private int Check(Invocation invocation, MigrationFolder folder)
    {
        LockFile? before = null;
        if (invocation.Value(_against) is { } reference)
        {
            var at = LockAtCommit.WhereBranchBegan(GitFolder.Require(folder.Directory, "--against"), reference);
            at.Notes.ToList().ForEach(invocation.Terminal.Progress);
            invocation.SayWhere("compared with", at.Commit, reference);
            before = at.Lock.HeaderDialect is null ? null : at.Lock.Lock;
        }

        var findings = folder.Verdict.Findings.Concat(LockCheck.Run(folder.Lock, folder.Verdict.Migrations, before)).ToList();
        var report = new VerifyReport(folder.Directory, findings, folder.Verdict.Migrations.Count, folder.Verdict.LockedIds.Count, State: null);
        invocation.Terminal.ResultText(report.Write(invocation.Format, Workspace.Of(invocation)));
        return findings.Exists(f => f.Severity == Severity.Error) ? ExitCode.Integrity : ExitCode.Done;
    }
}
