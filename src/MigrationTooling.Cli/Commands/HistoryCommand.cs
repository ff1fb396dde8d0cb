using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;

namespace MigrationTooling.Cli.Commands;

/// <summary>Shows the journal of a database. Reads only, and needs no migration files.</summary>
internal sealed class HistoryCommand : Verb
{
    private readonly Argument<string?> _id = new("ID")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Only this migration, by its id or a former one. Default: all.",
    };

    public HistoryCommand()
        : base("history", "Shows what was ever done to the database: every attempt, mark, repair, rename and rollback, with who, when and why, the newest last. With -v also checksums, owners, single units and begun attempts. Executes no write.")
    {
        Arguments.Add(_id);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate history", "Everything that happened, a line each."),
        new("dotnet migrate history 20261121093000_add_users", "What happened to this migration, under its former ids too."),
        new("dotnet migrate history --verbose --format json", "Every column of every line."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var address = invocation.Database(mayUseDefault: true).Require();
        var migrator = new Migrator(new MigrationManifest("Migrations", address.Dialect, []), Databases.Provider(invocation, address));
        try
        {
            bool everything = invocation.Values.Verbose;
            var history = await migrator.HistoryAsync(
                new HistoryRequest { Id = invocation.Value(_id), Everything = everything }, invocation.Interruption.Cancel);
            invocation.Terminal.ResultText(invocation.IsJson
                ? HistoryPage.Json(history)
                : HistoryPage.Text(history, everything, invocation.Terminal.Style));
            return ExitCode.Done;
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }
}
