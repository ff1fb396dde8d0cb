using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;

namespace MigrationTooling.Cli.Hosting;

/// <summary>From arguments to exit code: parse, find the verb, run it, say what went wrong.</summary>
internal static class CommandHost
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var tree = new CommandTree();
        if (Suggestions.Answer(arguments, tree, Surroundings.OfProcess()) is { } words)
        {
            words.ToList().ForEach(Console.WriteLine);
            return ExitCode.Done;
        }

        var parsed = tree.Parse(arguments);
        var mask = new SecretMask();
        var terminal = Terminal.OfProcess(mask, arguments.Contains("--no-color"));
        if (parsed.GetResult(tree.Root.Options.OfType<HelpOption>().Single()) is { Implicit: false })
        {
            terminal.ResultText(HelpText.Of(parsed.CommandResult.Command, tree));
            return ExitCode.Done;
        }

        bool isJson = IsJson(arguments);
        try
        {
            var verb = Verb(parsed, tree);
            string format = Format(parsed.GetValue(tree.Global.Format)!, verb);
            using var interruption = new Interruption();
            var invocation = new Invocation(parsed, tree.Global.Values(parsed), format, Surroundings.OfProcess(), mask, terminal, interruption);
            return await RunAsync(verb, invocation);
        }
        catch (CommandFailure failure)
        {
            Say(failure, terminal, isJson);
            return failure.ExitCode;
        }
#pragma warning disable CA1031 // An exception that the runtime prints itself would pass the secret mask by.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Say(new CommandFailure(ExitCode.Failed, $"A fault in dotnet-migrate {ToolVersion.Text}: {e.GetType().Name}: {e.Message}", "Please report it, with what -v prints."), terminal, isJson);
            if (arguments.Contains("-v") || arguments.Contains("--verbose"))
            {
                terminal.Progress(e.ToString());
            }

            return ExitCode.Failed;
        }
    }

    private static async Task<int> RunAsync(Verb verb, Invocation invocation)
    {
        try
        {
            return await verb.RunAsync(invocation);
        }
        catch (OperationCanceledException) when (invocation.Interruption.Code is { } code)
        {
            throw new CommandFailure(code, "Cancelled.");
        }
        catch (UnreadableScriptException e)
        {
            throw e.Failure;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, e.Message, cause: e);
        }
    }

    private static Verb Verb(ParseResult parsed, CommandTree tree)
    {
        if (parsed.CommandResult.Command is not Verb verb)
        {
            throw parsed.UnmatchedTokens is [var word, ..]
                ? CommandFailure.Usage(UsageText.UnknownCommand(word, tree), "dotnet migrate --help lists the commands.")
                : CommandFailure.Usage("A command is missing.", HelpText.Of(tree.Root, tree).TrimEnd());
        }

        if (parsed.Errors.Count > 0)
        {
            throw CommandFailure.Usage(UsageText.Of(parsed, verb, tree), $"dotnet migrate {verb.Name} --help shows what it takes.");
        }

        return verb;
    }

    private static string Format(string word, Verb verb) => verb.Formats.Contains(word, StringComparer.Ordinal)
        ? word
        : throw CommandFailure.Usage($"--format {word} is unknown to {verb.Name}; it takes {string.Join(", ", verb.Formats)}.");

    // Asked before parsing succeeded: a caller that wants JSON gets JSON for its usage errors, too.
    private static bool IsJson(IReadOnlyList<string> arguments) =>
        arguments.Contains("--format=json") || arguments.Contains("--format:json") ||
        arguments.Zip(arguments.Skip(1)).Any(pair => pair is ("--format", OutputFormat.Json));

    private static void Say(CommandFailure failure, Terminal terminal, bool isJson)
    {
        var lines = failure.Lines().ToList();
        terminal.Error(lines[0]);
        lines.Skip(1).ToList().ForEach(terminal.Progress);
        if (isJson)
        {
            terminal.ResultText(FailureJson.Write(failure));
        }
    }
}
