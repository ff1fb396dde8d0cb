using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.Planning;

namespace MigrationTooling.Cli.Commands;

/// <summary>Ends what dead runners left, as far as it can be proved.</summary>
internal sealed class RecoverCommand : Verb
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done; write nothing." };

    private readonly Option<bool> _noLockFile = new("--no-lock-file") { Description = "Do not add what was applied to migrations.lock." };

    private readonly Option<bool> _disposable = new("--disposable") { Description = "The database is thrown away sooner or later: what is applied to it is not locked (migrate.json: \"disposable\": true)." };

    private readonly RunOptions _run = new(waits: false);

    public RecoverCommand()
        : base("recover", "After a runner died: rolls back the journal it left, runs the migration it was in from behind its committed units to the end, marks an attempt that committed nothing as failed, frees the owner row, and says each. What is merely pending is not begun. Where it can't be known what was applied it changes nothing, says exactly what is known and how to decide (exit 4).")
    {
        Options.Add(_dryRun);
        foreach (var option in new Option[] { _noLockFile, _disposable }.Concat(_run.All))
        {
            Options.Add(option);
        }
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate recover --dry-run", "What would be done."),
        new("dotnet migrate recover", "Does it; up goes on from there."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        _run.Check(invocation);
        var choice = invocation.Database(mayUseDefault: false);
        var address = choice.Require();
        var folder = MigrationFolder.Read(invocation);
        using var observer = new RunObserver(invocation.Terminal, invocation.IsJson, folder.Directory);
        bool mayLock = !invocation.Value(_noLockFile) && !invocation.Value(_disposable) && !choice.Environment.Disposable;
        var migrator = _run.Migrator(invocation, folder, address, observer, mayLock);
        var plan = await PlanAsync(invocation, migrator);

        // Files are judged only where one of them is to be run: a dead owner can be freed whatever they say.
        if (plan is not { ToRun.Count: 0 } && RunToEnd.Refusal(invocation, folder) is { } refused)
        {
            return refused;
        }

        if (invocation.Value(_dryRun))
        {
            invocation.Terminal.ResultText(invocation.IsJson ? RecoveryPlanReport.Json(plan) : RecoveryPlanReport.Text(plan));
            return ExitCode.Done;
        }

        var request = new RecoverRequest { StopAfterUnit = invocation.Interruption.Stop };
        _run.Gently(invocation);
        return await new RunToEnd(invocation, folder, mayLock) { Nothing = "Nothing to recover" }
            .RunAsync("dotnet migrate recover", cancel => migrator.RecoverAsync(request, cancel));
    }

    private static async Task<MigrationPlan?> PlanAsync(Invocation invocation, Migrator migrator)
    {
        try
        {
            return await migrator.PlanRecoveryAsync(invocation.Interruption.Cancel);
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }
}
