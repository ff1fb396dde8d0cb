using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;

namespace MigrationTooling.Cli.Commands;

/// <summary>Runs one failed or interrupted migration again.</summary>
internal sealed class RetryCommand : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "The migration that failed or was interrupted (id or version)." };

    private readonly Option<bool> _noLockFile = new("--no-lock-file") { Description = "Do not add what was applied to migrations.lock." };

    private readonly Option<bool> _disposable = new("--disposable") { Description = "The database is thrown away sooner or later: what is applied to it is not locked (migrate.json: \"disposable\": true)." };

    private readonly RunOptions _run = new();

    public RetryCommand()
        : base("retry", "Runs one migration again that failed or was interrupted, and nothing after it. It goes on behind the units that are committed. Everything that up checks is checked.")
    {
        Arguments.Add(_id);
        foreach (var option in new Option[] { _noLockFile, _disposable }.Concat(_run.All))
        {
            Options.Add(option);
        }
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate retry 20261121093000_add_users", "After its file was mended; what comes after it stays pending."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        _run.Check(invocation);
        var choice = invocation.Database(mayUseDefault: false);
        var address = choice.Require();
        var folder = MigrationFolder.Read(invocation);
        UpCommand.RequireTarget(invocation, folder, invocation.Value(_id));
        if (RunToEnd.Refusal(invocation, folder) is { } refused)
        {
            return refused;
        }

        using var observer = new RunObserver(invocation.Terminal, invocation.IsJson, folder.Directory);
        bool mayLock = !invocation.Value(_noLockFile) && !invocation.Value(_disposable) && !choice.Environment.Disposable;
        var migrator = _run.Migrator(invocation, folder, address, observer, mayLock);
        var request = new RetryRequest(invocation.Value(_id)!) { StopAfterUnit = invocation.Interruption.Stop };
        _run.Gently(invocation);
        return await new RunToEnd(invocation, folder, mayLock).RunAsync("dotnet migrate up", cancel => migrator.RetryAsync(request, cancel));
    }
}
