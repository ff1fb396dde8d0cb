using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;

namespace MigrationTooling.Cli.Commands;

/// <summary>Takes over a database that was there before its history.</summary>
internal sealed class BaselineCommand : Verb
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The last migration whose effect is in the database already (id or version). Default: all.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be recorded; write nothing." };

    public BaselineCommand()
        : base("baseline", "For a database that was there before this tool: records the migrations up to TARGET as applied (origin baselined) without running them, all in one transaction. Refuses where one of them was begun by this tool; asks where the database holds no table.")
    {
        Aliases.Add("mark-all-completed");
        Arguments.Add(_target);
        Options.Add(_dryRun);
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate baseline 20261121093000_add_users", "Everything up to this one is in the database already; up runs what comes after."),
        new("dotnet migrate baseline --dry-run", "What would be recorded."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var address = invocation.Database(mayUseDefault: false).Require();
        var folder = MigrationFolder.Read(invocation);
        if (RunToEnd.Refusal(invocation, folder) is { } refused)
        {
            return refused;
        }

        var migrator = RunToEnd.Migrator(invocation, folder, address);
        var request = new BaselineRequest { Target = invocation.Value(_target) };
        try
        {
            var result = await migrator.BaselineAsync(request with { IsDryRun = true }, invocation.Interruption.Cancel);
            bool isDryRun = invocation.Value(_dryRun);
            if (!isDryRun && result is { HasTables: false, Marked.Count: > 0 })
            {
                await Question.AskAsync(invocation, $"{address.Display} holds no table. Record {Counted.Of(result.Marked.Count, "migration")} as applied all the same?");
            }

            result = isDryRun ? result : await migrator.BaselineAsync(request with { EvenIfEmpty = !result.HasTables }, invocation.Interruption.Cancel);
            invocation.Terminal.ResultText(invocation.IsJson ? BaselineReport.Json(result, isDryRun) : BaselineReport.Text(result, isDryRun));
            if (!isDryRun)
            {
                new LockAfterRun(invocation, folder, mayLock: false).Remind(result.Marked);
            }

            return ExitCode.Done;
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }
}
