using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.Results;
using MigrationTooling.Storage;

namespace MigrationTooling.Cli.Commands;

/// <summary>Says who holds a database, and frees it of an owner that is gone.</summary>
internal sealed class UnlockCommand : Verb
{
    private readonly Option<bool> _endSession = new("--end-session") { Description = "PostgreSQL: end the server session that works on for a runner that is gone. Asked first; --yes answers." };

    private readonly Option<bool> _endLease = new("--end-lease") { Description = "PostgreSQL: do not wait for the end of a lease. Its holder, should it live, can write nothing more. Asked first; --yes answers." };

    public UnlockCommand()
        : base("unlock", "Says who holds the database. An owner whose process is gone is taken out, and that is journalled; a live one is never overridden (exit 5, with its user, host and process). Needs no migration files.")
    {
        Options.Add(_endSession);
        Options.Add(_endLease);
        Aliases.Add("unlock-migrations");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate unlock", "After a runner died, where nothing but its name is left."),
        new("dotnet migrate unlock --end-session", "After a runner died, where its statement still runs on the server."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var address = invocation.Database(mayUseDefault: false).Require();
        var migrator = new Migrator(
            new MigrationManifest("Migrations", address.Dialect, []), Databases.Provider(invocation, address), new MigratorOptions { ToolVersion = ToolVersion.Text });
        try
        {
            if (invocation.Value(_endLease))
            {
                await Question.AskAsync(invocation, "End a lease that may be a live runner's? Its next write is refused.");
            }

            var request = new UnlockRequest { MayEndSession = invocation.Value(_endSession) ? left => MayEndAsync(invocation, left) : null, EndsLease = invocation.Value(_endLease) };
            var result = await migrator.UnlockAsync(request, invocation.Interruption.Cancel);
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

    private static async Task<bool> MayEndAsync(Invocation invocation, LeftSession left)
    {
        await Question.AskAsync(
            invocation, $"End server session {left.Process} of {left.Runner ?? "a runner"}{(left.Statement is null ? "" : $", which {(left.IsActive ? "runs" : "ran last")}: {left.Statement}")}?");
        return true;
    }

    private static string Text(UnlockResult result) => Ended(result) + Freed(result);

    private static string Ended(UnlockResult result) => result.EndedSession is { } process ? $"Ended server session {process}.\n" : "";

    private static string Freed(UnlockResult result) => result.IsReleased
        ? $"Freed: {result.Owner}, the owner{(result.Doing is null ? "" : $" that was doing {result.Doing}")}, is gone.\n"
        : "Nothing is locked.\n";

    private static string Json(UnlockResult result) => JsonText.Write(json =>
    {
        json.WriteBoolean("released", result.IsReleased);
        json.Text("runner", result.Owner);
        json.Text("since", JsonText.Time(result.Since));
        json.Text("doing", result.Doing);
        json.Texts("unfinished", result.Unfinished);
        if (result.EndedSession is { } process)
        {
            json.WriteNumber("endedSession", process);
        }
        else
        {
            json.WriteNull("endedSession");
        }
    });
}
