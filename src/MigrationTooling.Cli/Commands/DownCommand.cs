using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Planning;

namespace MigrationTooling.Cli.Commands;

/// <summary>Takes migrations back.</summary>
internal sealed class DownCommand : Verb
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The migration that stays on top (id or version): everything applied after it is taken back. Default: one step.",
    };

    private readonly Option<int?> _steps = new("--steps") { HelpName = "N", Description = "Take back the N migrations applied last." };

    private readonly Option<bool> _all = new("--all") { Description = "Take back everything." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be taken back, with every check of the real run; write nothing." };

    private readonly Option<bool> _noLockFile = new("--no-lock-file") { Description = "Leave migrations.lock as it is." };

    private readonly Option<bool> _disposable = new("--disposable") { Description = "The database is thrown away sooner or later: an up script may have been edited since it was applied (migrate.json: \"disposable\": true)." };

    private readonly RollbackOptions _shared = new();

    public DownCommand()
        : base("down", "Takes migrations back, the one applied last first, each by its down script in a transaction together with its row in the history. All of them are checked before the first runs: without a down script nothing is taken back (exit 7). Where a down file is gone, the text that the history kept serves. The lines that this database's up added to migrations.lock, and that are not committed, go as well. Asks before more than one migration is taken back.")
    {
        Aliases.Add("rollback");
        Aliases.Add("downgrade");
        Arguments.Add(_target);
        foreach (var option in new Option[] { _steps, _all, _dryRun, _noLockFile, _disposable }.Concat(_shared.All))
        {
            Options.Add(option);
        }
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate down", "Takes back the migration applied last."),
        new("dotnet migrate down 20261121093000_add_users", "Takes back everything applied after this one."),
        new("dotnet migrate down --all --dry-run", "What it would be, in order."),
        new("dotnet migrate down --steps 2 --yes", "The last two, without asking."),
        new("dotnet migrate down --down-from history", "With the down script of the time it was applied, though the file was edited."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        _shared.Check(invocation);
        var choice = invocation.Database(mayUseDefault: false);
        var address = choice.Require();
        var folder = MigrationFolder.Read(invocation);
        if (RunToEnd.Refusal(invocation, folder) is { } refused)
        {
            return refused;
        }

        using var observer = new RunObserver(invocation.Terminal, invocation.IsJson, folder.Directory);
        var migrator = _shared.Migrator(invocation, folder, address, observer, mayLock: false);
        var run = new RunToEnd(invocation, folder, mayLock: false) { Nothing = "Nothing to take back", MayUnlock = !invocation.Value(_noLockFile) };
        var request = new DownRequest
        {
            Target = invocation.Value(_target),
            Steps = invocation.Value(_steps),
            All = invocation.Value(_all),
            From = _shared.From(invocation),
            IsDisposable = invocation.Value(_disposable) || choice.Environment.Disposable,
            StopAfterUnit = invocation.Interruption.Stop,
        };
        if (await run.PlanAsync(cancel => migrator.PlanDownAsync(request, cancel)) is not { } plan)
        {
            return run.Refused;
        }

        if (invocation.Value(_dryRun))
        {
            invocation.Terminal.ResultText(invocation.IsJson ? RollbackReport.Json(plan) : RollbackReport.Text(plan));
            return ExitCode.Done;
        }

        await AgreeAsync(invocation, plan, request.All, choice.Environment.Protected);
        _shared.Gently(invocation);
        request = request with { Confirmed = plan.ToRun.Select(r => r.Id).ToArray() };
        return await run.RunAsync("dotnet migrate down", cancel => migrator.DownAsync(request, cancel));
    }

    /// <summary>One step is what was typed; more is worth a question. A protected database needs the answer on the command line.</summary>
    private static async Task AgreeAsync(Invocation invocation, RollbackPlan plan, bool isAll, bool isProtected)
    {
        if (plan.ToRun.Count == 0 || invocation.Values.Yes)
        {
            return;
        }

        if (isProtected)
        {
            throw CommandFailure.Refused(
                $"This environment is protected, and {Counted.Of(plan.ToRun.Count, "migration")} would be taken back. Nothing was changed.", "If that is meant: --yes");
        }

        if (plan.ToRun.Count > 1 || isAll)
        {
            await Question.AskAsync(
                invocation, $"Take back {Counted.Of(plan.ToRun.Count, "migration")}: {string.Join(", ", plan.ToRun.Select(r => r.Id))}? What their down scripts drop is gone.");
        }
    }
}
