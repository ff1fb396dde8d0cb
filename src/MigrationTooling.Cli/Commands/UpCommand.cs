using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.Results;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary>Applies what is pending.</summary>
internal sealed class UpCommand : Verb
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Apply up to this migration (id or version). Default: all.",
    };

    private readonly Option<int?> _steps = new("--steps") { HelpName = "N", Description = "Apply at most N of the pending migrations." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be applied, with every check of the real run; write nothing." };

    private readonly Option<bool> _noLockFile = new("--no-lock-file") { Description = "Do not add what was applied to migrations.lock." };

    private readonly Option<bool> _disposable = new("--disposable") { Description = "The database is thrown away sooner or later: what is applied to it is not locked (migrate.json: \"disposable\": true)." };

    private readonly Option<bool> _strict = new("--strict") { Description = "A database that is ahead of the migrations is an error (exit 3) instead of nothing to do." };

    private readonly RunOptions _run = new();

    public UpCommand()
        : base("up", "Applies the pending migrations in order, each file in its transaction together with its row in the history. Files and lock are judged first, and nothing runs where one is not as it was locked (exit 3). What was applied is added to migrations.lock.")
    {
        Aliases.Add("migrate");
        Aliases.Add("upgrade");
        Arguments.Add(_target);
        foreach (var option in new Option[] { _steps, _dryRun, _noLockFile, _disposable, _strict }.Concat(_run.All))
        {
            Options.Add(option);
        }
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate up", "Applies everything that is pending to the database of migrate.json."),
        new("dotnet migrate up -u sqlite:app.db", "The same on this database."),
        new("dotnet migrate up 20261121093000_add_users", "Stops after this one."),
        new("dotnet migrate up --dry-run --format json", "What a real run would do, for a pipeline."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        _run.Check(invocation);
        if (invocation.Value(_steps) is { } steps and < 1)
        {
            throw CommandFailure.Usage($"The number of steps must be at least 1, not {steps}.");
        }

        var choice = invocation.Database(mayUseDefault: false);
        var address = choice.Require();
        using var provider = new HeadStart(Databases.Provider(invocation, address), invocation.Interruption.Cancel);
        var folder = MigrationFolder.Read(invocation);
        RequireTarget(invocation, folder, invocation.Value(_target));
        if (RunToEnd.Refusal(invocation, folder) is { } refused)
        {
            return refused;
        }

        bool isDryRun = invocation.Value(_dryRun);
        using var observer = new RunObserver(invocation.Terminal, invocation.IsJson, folder.Directory);
        bool mayLock = !invocation.Value(_noLockFile) && !invocation.Value(_disposable) && !choice.Environment.Disposable;
        var migrator = _run.Migrator(invocation, folder, provider, observer, mayLock, invocation.Value(_strict));
        var request = new UpRequest { Target = invocation.Value(_target), Steps = invocation.Value(_steps), StopAfterUnit = invocation.Interruption.Stop };
        if (isDryRun)
        {
            return await PlanAsync(invocation, folder, migrator, request);
        }

        _run.Gently(invocation);
        return await new RunToEnd(invocation, folder, mayLock).RunAsync("dotnet migrate up", cancel => migrator.UpAsync(request, cancel));
    }

    // A mistyped target is a mistyped target whatever the files say; which of them it means is left to the plan.
    internal static void RequireTarget(Invocation invocation, MigrationFolder folder, string? target)
    {
        if (target is not null && invocation.Values.Assembly is null && !folder.Knows(target))
        {
            throw CommandFailure.Usage($"There is no migration '{target}'.", "dotnet migrate status shows what there is.");
        }
    }

    private static async Task<int> PlanAsync(Invocation invocation, MigrationFolder folder, Migrator migrator, UpRequest request)
    {
        try
        {
            var plan = await migrator.PlanAsync(request, invocation.Interruption.Cancel);
            invocation.Terminal.ResultText(invocation.IsJson ? PlanReport.Json(plan) : PlanReport.Text(plan));
            return ExitCode.Done;
        }
        catch (MigratorException e)
        {
            var findings = e switch
            {
                IntegrityException integrity => integrity.Findings,
                RefusedException refused => refused.Findings,
                _ => [],
            };
            findings.ToList().ForEach(f => invocation.Terminal.Progress(FindingLine.Of(f, folder.Directory)));
            throw Databases.Failure(e);
        }
    }
}
