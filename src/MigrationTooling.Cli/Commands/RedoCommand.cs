using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;

namespace MigrationTooling.Cli.Commands;

/// <summary>Takes one migration back and applies it again.</summary>
internal sealed class RedoCommand : Verb
{
    private readonly Argument<string?> _id = new("ID")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The migration (id or version). Default: the one applied last. Another one is refused where what came after it names the same tables.",
    };

    private readonly Option<bool> _noLockFile = new("--no-lock-file") { Description = "Leave migrations.lock as it is." };

    private readonly Option<bool> _disposable = new("--disposable") { Description = "The database is thrown away sooner or later: the up script may have been edited, and the new text is applied (migrate.json: \"disposable\": true)." };

    private readonly RollbackOptions _shared = new();

    public RedoCommand()
        : base("redo", "Takes a migration back and applies it again: for working on one. Both scripts are checked before the first runs. On a disposable database the up script may have been edited since; the down script of the time it was applied takes the old one back.")
    {
        Aliases.Add("rerun");
        Arguments.Add(_id);
        foreach (var option in new Option[] { _noLockFile, _disposable }.Concat(_shared.All))
        {
            Options.Add(option);
        }
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate redo", "The migration applied last, once more."),
        new("dotnet migrate redo --disposable", "With the text that its file has now."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        _shared.Check(invocation);
        var choice = invocation.Database(mayUseDefault: false);
        var address = choice.Require();
        var folder = MigrationFolder.Read(invocation);
        bool isDisposable = invocation.Value(_disposable) || choice.Environment.Disposable;
        var draft = isDisposable && !invocation.Value(_noLockFile) ? await LockedDraft.FindAsync(invocation, folder, address) : null;
        var judged = draft is null ? folder : folder.Without(draft);
        if (RunToEnd.Refusal(invocation, judged) is { } refused)
        {
            return refused;
        }

        if (choice.Environment.Protected && !invocation.Values.Yes)
        {
            throw CommandFailure.Refused("This environment is protected, and a migration would be taken back. Nothing was changed.", "If that is meant: --yes");
        }

        bool mayLock = !invocation.Value(_noLockFile) && !isDisposable;
        using var observer = new RunObserver(invocation.Terminal, invocation.IsJson, folder.Directory);
        var migrator = _shared.Migrator(invocation, judged, address, observer, mayLock);
        var request = new RedoRequest
        {
            Id = invocation.Value(_id),
            From = _shared.From(invocation),
            IsDisposable = isDisposable,
            StopAfterUnit = invocation.Interruption.Stop,
        };
        _shared.Gently(invocation);
        return await new RunToEnd(invocation, folder, mayLock) { Nothing = "Nothing to take back", MayUnlock = !invocation.Value(_noLockFile), Edited = draft is null ? [] : [draft] }
            .RunAsync("dotnet migrate up", cancel => migrator.RedoAsync(request, cancel));
    }
}
