using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Rendering;

namespace MigrationTooling.Cli.Commands;

/// <summary>Prints what makes a shell complete the tool's command line.</summary>
internal sealed class CompletionCommand : Verb
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or pwsh." };

    public CompletionCommand()
        : base("completion", "Prints a script that makes a shell complete commands, options, migrations and rules, for dotnet-migrate and for dotnet migrate.")
    {
        _shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        Arguments.Add(_shell);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate completion bash > ~/.dotnet-migrate.bash", "Once; then source that file in ~/.bashrc. The script asks the tool for its words, so that it does not grow old."),
        new("dotnet migrate completion zsh > ~/.dotnet-migrate.zsh", "The same for ~/.zshrc."),
        new("dotnet migrate completion pwsh > dotnet-migrate.ps1", "The same for PowerShell's $PROFILE."),
    ];

    public override IReadOnlyList<string> Formats => [OutputFormat.Text];

    public override Task<int> RunAsync(Invocation invocation)
    {
        string shell = invocation.Value(_shell)!;
        invocation.Terminal.ResultText(CompletionScripts.For(shell) ?? throw CommandFailure.Usage(
            $"There is no completion for '{shell}'.", $"The shells are {string.Join(", ", CompletionScripts.Shells)}."));
        return Task.FromResult(ExitCode.Done);
    }
}
