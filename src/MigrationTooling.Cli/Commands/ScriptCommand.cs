using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary>Writes a run as SQL for the database's own shell.</summary>
internal sealed class ScriptCommand : Verb
{
    private readonly Argument<string?> _range = new("RANGE")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "FROM..TO, FROM.., ..TO or one migration (ids or versions; both ends belong to it). Default: all.",
    };

    private readonly Option<bool> _offline = new("--offline") { Description = "Ask no database, whatever is configured: every migration of the range is written." };

    private readonly Option<bool> _down = new("--down") { Description = "What down would do: the range is taken back, the newest first. With a database: what of it is applied there." };

    public ScriptCommand()
        : base("script", "Writes what up would do as SQL for the database's own shell (sqlite3, psql), history writes included, to standard output. With a database: what is pending there; without one: all files. Runs and changes nothing. For sqlite3 it refuses itself as a whole where any of it is applied already; with --down, where any of it is not, or where something stands on it. For psql what is done already is passed over, so that it can be run again; anything else that it does not expect refuses it as a whole.")
    {
        Arguments.Add(_range);
        Options.Add(_down);
        Options.Add(_offline);
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate script > up.sql", "What is pending, for a person who runs it: sqlite3 app.db < up.sql"),
        new("dotnet migrate script --offline > up.sql", "On PostgreSQL: psql -X -f up.sql, with the connection as psql takes it."),
        new("dotnet migrate script --offline ..20261121093000_add_users", "Everything up to this migration, out of the files alone."),
        new("dotnet migrate script 20261121093000_add_users", "This one."),
        new("dotnet migrate script --down 20261121093000_add_users..", "The way back: this one and all after it, the newest first."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var choice = invocation.Value(_offline) ? null : invocation.Database(mayUseDefault: true);
        var folder = MigrationFolder.Read(invocation);
        RefuseErrors(invocation, folder);
        bool isOffline = choice is not { Address: not null };
        var provider = isOffline ? Databases.ScriptingProvider(invocation, folder) : Databases.Provider(invocation, choice!.Require());
        var migrator = new Migrator(ManifestBuilder.Build(folder), provider, new MigratorOptions
        {
            AcceptedEdits = folder.Lock.Accepted,
            RunnerName = provider.Dialect == Dialect.PostgreSql ? "psql, by a script" : "sqlite3, by a script",
            ToolVersion = ToolVersion.Text,
        });
        var request = new ScriptRequest { Range = MigrationRange.Parse(invocation.Value(_range)), IsOffline = isOffline, IsDown = invocation.Value(_down) };
        using var text = invocation.IsJson ? new StringWriter() : null;
        var result = await WriteAsync(invocation, folder, migrator, request, text ?? invocation.Terminal.Script);
        result.Findings.Where(f => f.Severity != Severity.Info).ToList().ForEach(f => invocation.Terminal.Progress(FindingLine.Of(f, folder.Directory)));
        if (text is not null)
        {
            invocation.Terminal.Script.Write(Json(result, text.ToString()));
        }

        if (isOffline)
        {
            invocation.Terminal.Progress(choice is null ? "No database was asked." : $"No database was asked. {choice.WhyNone}");
        }

        invocation.Terminal.Progress(result.Migrations.Count == 0
            ? "Nothing is to be done: the script is empty."
            : $"{Counted.Of(result.Migrations.Count, "migration")} written{(request.IsDown ? ", to be taken back. Nothing is until the script is run." : ". The script counts as run once it is; locking is up to you: dotnet migrate lock")}");
        return ExitCode.Done;
    }

    private static async Task<ScriptResult> WriteAsync(Invocation invocation, MigrationFolder folder, Migrator migrator, ScriptRequest request, TextWriter output)
    {
        try
        {
            return await migrator.ScriptAsync(output, request, invocation.Interruption.Cancel);
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

    private static void RefuseErrors(Invocation invocation, MigrationFolder folder)
    {
        var errors = folder.Errors.ToList();
        if (errors.Count > 0)
        {
            errors.ForEach(f => invocation.Terminal.Progress(FindingLine.Of(f, folder.Directory)));
            throw new CommandFailure(
                ExitCode.Integrity, $"Nothing was written: {Counted.Of(errors.Count, "error")} in the migrations directory.", "dotnet migrate verify shows the whole verdict.");
        }
    }

    private static string Json(ScriptResult result, string sql) => JsonText.Write(json =>
    {
        json.Texts("migrations", result.Migrations);
        json.WriteString("sql", sql);
        json.Findings(result.Findings);
    });
}
