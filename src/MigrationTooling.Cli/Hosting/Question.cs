using System;
using System.Threading.Tasks;

namespace MigrationTooling.Cli.Hosting;

/// <summary>Asks the person before something that can't be taken back. No answer is no.</summary>
internal static class Question
{
    /// <summary>Returns where the answer is yes, or <c>--yes</c> gave it before.</summary>
    /// <exception cref="CommandFailure">The answer is no, or there is none.</exception>
    public static async Task AskAsync(Invocation invocation, string question)
    {
        if (invocation.Values.Yes)
        {
            return;
        }

        invocation.Terminal.Progress(question + " [y/N]");

        // A signal ends the wait; reading itself can't be cancelled.
        string? answer = await Task.Run(Console.In.ReadLine).WaitAsync(invocation.Interruption.Cancel);
        if (answer?.Trim() is { } word && (word.Equals("y", StringComparison.OrdinalIgnoreCase) || word.Equals("yes", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        throw CommandFailure.Refused(
            answer is null ? "Nobody answered, and no answer is no. Nothing was changed." : "Nothing was changed.",
            "Where nobody can be asked, --yes answers.");
    }
}
