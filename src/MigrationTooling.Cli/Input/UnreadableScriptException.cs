using System;
using System.IO;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Input;

/// <summary>A script that can't be opened. A run that has begun records it as a failure of that migration; everywhere else it ends the command.</summary>
internal sealed class UnreadableScriptException(CommandFailure failure, Exception cause) : IOException(cause.Message, cause)
{
    public CommandFailure Failure { get; } = failure;
}
