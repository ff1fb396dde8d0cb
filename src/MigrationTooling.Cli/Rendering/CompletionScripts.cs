using System.Collections.Generic;

namespace MigrationTooling.Cli.Rendering;

/// <summary>
/// The shells' side of completion. Each asks the tool itself what fits (<c>[suggest:POSITION] LINE</c>), so that no list of words grows old
/// here; what follows another <c>dotnet</c> command is asked of <c>dotnet complete</c>, since a shell has one completion a program.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash = "bash";
    private const string Zsh = "zsh";
    private const string PowerShell = "pwsh";

    private const string BashScript = """
        __dotnet_migrate_words() {
            local tool=(dotnet-migrate)
            command -v dotnet-migrate >/dev/null || tool=(dotnet 'migrate')
            "${tool[@]}" "[suggest:$2]" "$1" 2>/dev/null
        }
        __dotnet_migrate_complete() {
            COMPREPLY=($(compgen -W "$(__dotnet_migrate_words "$COMP_LINE" "$COMP_POINT")" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        __dotnet_migrate_dotnet_complete() {
            if [ "${COMP_WORDS[1]}" = migrate ] && [ "$COMP_CWORD" -gt 1 ]; then
                __dotnet_migrate_complete
            else
                COMPREPLY=($(compgen -W "migrate $(dotnet complete --position "$COMP_POINT" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            fi
        }
        complete -o default -F __dotnet_migrate_complete dotnet-migrate
        complete -o default -F __dotnet_migrate_dotnet_complete dotnet

        """;

    private const string PowerShellScript = """
        Register-ArgumentCompleter -Native -CommandName dotnet-migrate, dotnet -ScriptBlock {
            param($word, $line, $position)
            $text = $line.ToString()
            $words = if ($text -notmatch '^dotnet\s' -or $text -match '^dotnet\s+migrate\s') {
                if (Get-Command dotnet-migrate -ErrorAction Ignore) { dotnet-migrate "[suggest:$position]" $text }
                else { dotnet 'migrate' "[suggest:$position]" $text }
            } else {
                dotnet complete --position $position $text
            }
            $words | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    /// <summary>The shells there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = [Bash, Zsh, PowerShell];

    /// <summary>The script of a shell; null for one that is not known.</summary>
    public static string? For(string shell) => shell switch
    {
        Bash => BashScript,
        Zsh => "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + BashScript,
        PowerShell => PowerShellScript,
        _ => null,
    };
}
