using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>Completion as a shell does it: the printed script in a real bash.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Project _project = new();

    [Theory]
    [InlineData("dotnet-migrate sta", "status")]
    [InlineData("dotnet-migrate re", "rebase rename")]
    [InlineData("dotnet-migrate up --dr", "--dry-run")]
    [InlineData("dotnet-migrate explain MIG000", "MIG0001 MIG0002 MIG0003 MIG0004 MIG0005 MIG0006 MIG0007 MIG0008 MIG0009")]
    [InlineData("dotnet-migrate up ", "001_users 002_orders")]
    [InlineData("dotnet-migrate rename 002", "002_orders")]
    [InlineData("dotnet-migrate completion ", "bash pwsh zsh")]
    [InlineData("dotnet migrate sta", "status")]
    [InlineData("dotnet migrate up 00", "001_users 002_orders")]
    public async Task Bash_completes(string line, string words)
    {
        _project.Migration("001_users", "SELECT 1;", "SELECT 1;").Migration("002_orders", "SELECT 1;");

        var offered = await InBashAsync(line);

        Assert.Empty(words.Split(' ').Except(offered));
        Assert.All(offered, word => Assert.StartsWith(line.Split(' ')[^1], word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_fits_nothing_is_said()
    {
        var run = await _project.Tool.ExpectAsync(0, "[suggest:400]", "dotnet-migrate up 00");

        Assert.Equal("", run.Output + run.Error);
    }

    [Theory]
    [InlineData("zsh", "bashcompinit")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Other_shells_get_a_script_that_asks_the_tool(string shell, string registers)
    {
        string script = (await _project.Tool.ExpectAsync(0, "completion", shell)).Output;

        Assert.Contains(registers, script, StringComparison.Ordinal);
        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_nobody_knows_is_refused_with_the_ones_there_are() =>
        Assert.Contains("zsh", (await _project.Tool.ExpectAsync(2, "completion", "tcsh")).Error, StringComparison.Ordinal);

    public void Dispose() => _project.Dispose();

    private async Task<string[]> InBashAsync(string line)
    {
        const string script = """
            PATH="$TOOLS:$PATH"
            source <(dotnet-migrate completion bash)
            COMP_LINE=$LINE COMP_POINT=${#LINE}
            read -ra COMP_WORDS <<<"$LINE"
            [[ $LINE = *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            registered=$(complete -p "${COMP_WORDS[0]}")
            [[ $registered =~ -F\ ([^ ]+) ]] && "${BASH_REMATCH[1]}"
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var run = await ProcessRun.StartAsync("bash", ["-c", script], _project.Path, new System.Collections.Generic.Dictionary<string, string?>
        {
            ["TOOLS"] = AppContext.BaseDirectory,
            ["LINE"] = line,
        });
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
