using System;
using System.Collections.Generic;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Hosting;

/// <summary>
/// The end of a command that could not do what it was asked. Carries what a person needs: what happened, what was
/// left behind and the next command.
/// </summary>
internal sealed class CommandFailure : Exception
{
    public CommandFailure(int exitCode, string message, string? next = null, string? leftBehind = null, Exception? cause = null)
        : base(message, cause)
    {
        ExitCode = exitCode;
        Next = next;
        LeftBehind = leftBehind;
    }

    public int ExitCode { get; }

    /// <summary>What mends it, commands included; null where the message says all.</summary>
    public string? Next { get; }

    /// <summary>What the command changed before it gave up; null where nothing was touched.</summary>
    public string? LeftBehind { get; }

    /// <summary>What a rule says of it; none where none does.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>A wrong option, argument or setting.</summary>
    public static CommandFailure Usage(string message, string? next = null) =>
        new(Hosting.ExitCode.Usage, message, next);

    /// <summary>The request is understood and refused.</summary>
    public static CommandFailure Refused(string message, string? next = null) =>
        new(Hosting.ExitCode.Refused, message, next);

    /// <summary>Message, what is left and next step, one line each.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Message;
        if (LeftBehind is not null)
        {
            yield return "Left behind: " + LeftBehind;
        }

        if (Next is not null)
        {
            yield return Next;
        }
    }
}
