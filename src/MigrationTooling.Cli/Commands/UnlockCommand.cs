using System.Collections.Generic;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.Results;

namespace MigrationTooling.Cli.Commands;

/// <summary>Says who holds a database, and frees it of an owner that is gone.</summary>
internal sealed class UnlockCommand : Verb
{
    public UnlockCommand()
        : base("unlock", "Says who holds the database. An owner whose process is gone is taken out, and that is journalled; a live one is never overridden (exit 5, with its user, host and process). Needs no migration files.")
    {
        Aliases.Add("unlock-migrations");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate unlock", "After a runner died, where nothing but its name is left."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var address = invocation.Database(mayUseDefault: false).Require();
        var migrator = new Migrator(
            new MigrationManifest("Migrations", address.Dialect, []), Databases.Provider(invocation, address), new MigratorOptions { ToolVersion = ToolVersion.Text });
        try
        {
            var result = await migrator.UnlockAsync(invocation.Interruption.Cancel);
            invocation.Terminal.ResultText(invocation.IsJson ? Json(result) : Text(result));
            if (result.Unfinished.Count > 0)
            {
                invocation.Terminal.Progress($"{string.Join(", ", result.Unfinished)} did not end: dotnet migrate recover");
            }

            return ExitCode.Done;
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }

    private static string Text(UnlockResult result) => result.IsReleased
        ? $"Freed: {result.Owner}, the owner{(result.Doing is null ? "" : $" that was doing {result.Doing}")}, is gone.\n"
        : "Nothing is locked.\n";

    private static string Json(UnlockResult result) => JsonText.Write(json =>
    {
        json.WriteBoolean("released", result.IsReleased);
        json.Text("runner", result.Owner);
        json.Text("since", JsonText.Time(result.Since));
        json.Text("doing", result.Doing);
        json.Texts("unfinished", result.Unfinished);
    });
}
