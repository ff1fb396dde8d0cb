using System.Collections.Generic;
using System.CommandLine;
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

    public RetryCommand()
        : base("retry", "Runs one migration again that failed or was interrupted, and nothing after it. It goes on behind the units that are committed. Everything that up checks is checked.")
    {
        Arguments.Add(_id);
        Options.Add(_noLockFile);
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate retry 20261121093000_add_users", "After its file was mended; what comes after it stays pending."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var choice = invocation.Database(mayUseDefault: false);
        var address = choice.Require();
        var folder = MigrationFolder.Read(invocation);
        if (RunToEnd.Refusal(invocation, folder) is { } refused)
        {
            return refused;
        }

        using var observer = new RunObserver(invocation.Terminal, invocation.IsJson, folder.Directory);
        bool mayLock = !invocation.Value(_noLockFile) && !choice.Environment.Disposable;
        var migrator = RunToEnd.Migrator(invocation, folder, address, observer, mayLock);
        var request = new RetryRequest(invocation.Value(_id)!) { StopAfterUnit = invocation.Interruption.Stop };
        invocation.Interruption.Gently(RunToEnd.DefaultGrace, invocation.Terminal.Progress);
        return await new RunToEnd(invocation, folder, mayLock).RunAsync("dotnet migrate up", cancel => migrator.RetryAsync(request, cancel));
    }
}
