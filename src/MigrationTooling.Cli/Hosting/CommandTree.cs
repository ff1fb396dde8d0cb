using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using MigrationTooling.Cli.Commands;
using MigrationTooling.Cli.Rendering;

namespace MigrationTooling.Cli.Hosting;

/// <summary>The whole command line: root, options of all commands, verbs.</summary>
internal sealed class CommandTree
{
    public const string Summary = "Runs, checks and recovers SQL migrations.";

    public CommandTree()
    {
        Root = new RootCommand(Summary);
        foreach (var option in Global.All)
        {
            Root.Options.Add(option);
        }

        foreach (var verb in AllVerbs())
        {
            Root.Subcommands.Add(verb);
            if (verb.TakesAssembly)
            {
                verb.Options.Add(Global.Assembly);
            }

            foreach (var argument in verb.Arguments)
            {
                // Else `up --drynun` would look for a migration of that name.
                argument.Validators.Add(result =>
                {
                    if (UsageText.MistypedOption(result) is { } option)
                    {
                        result.AddError($"{verb.Name} has no option {option}.");
                    }
                });
            }
        }
    }

    public RootCommand Root { get; }

    public GlobalOptions Global { get; } = new();

    public IEnumerable<Verb> Verbs => Root.Subcommands.OfType<Verb>();

    /// <summary>Parses as the tool does: no response files, so that a name may begin with <c>@</c>.</summary>
    public ParseResult Parse(IReadOnlyList<string> arguments) =>
        Root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static IEnumerable<Verb> AllVerbs() =>
    [
        new InitCommand(),
        new AddCommand(),
        new UpCommand(),
        new DownCommand(),
        new RedoCommand(),
        new StatusCommand(),
        new HistoryCommand(),
        new RetryCommand(),
        new RecoverCommand(),
        new ResolveCommand(),
        new BaselineCommand(),
        new UnlockCommand(),
        new RestoreFileCommand(),
        new ScriptCommand(),
        new LockCommand(),
        new VerifyCommand(),
        new RenameCommand(),
        new RebaseCommand(),
        new ExplainCommand(),
        new InfoCommand(),
        new CompletionCommand(),
    ];
}
