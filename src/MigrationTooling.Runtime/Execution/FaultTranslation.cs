using System;
using MigrationTooling.Errors;
using MigrationTooling.Results;
using MigrationTooling.Rules;
using MigrationTooling.Storage;
using MigrationTooling.Text;

namespace MigrationTooling.Execution;

/// <summary>Makes the user's error of a fault that met the run outside of a unit.</summary>
internal static class FaultTranslation
{
    public static MigratorException Translate(DatabaseFaultException exception, string url, RunResult? result = null)
    {
        string left = result is { RolledBack.Count: > 0 }
            ? $"{result.RolledBack.Count} migrations of this run are taken back, the last is '{result.RolledBack[^1]}'."
            : result is null || result.Applied.Count == 0
            ? UsageException.NothingRan
            : $"{result.Applied.Count} migrations of this run are applied, the last is '{result.Applied[^1]}'.";
        return exception.Fault switch
        {
            DatabaseFault.NotADatabase fault => Found(
                StateRules.NotADatabase, $"{url} is not a database of this kind: {fault.Message} (MIG0502).", "Check the URL: dotnet migrate explain MIG0502", exception),
            DatabaseFault.Unwritable fault => new CannotConnectException(
                $"{url} can't be written: {fault.Message}.", fault.Hint ?? "Give this user the right to write the file and its directory, then run the command again.", exception),
            DatabaseFault.NeedsRecovery => JournalLeft(url, exception),
            DatabaseFault.Busy fault => new DatabaseLockedException(
                $"{url} stayed busy: {fault.Message}.", left, null, result, exception),
            DatabaseFault.FenceLost fault => new DatabaseLockedException(
                fault.Message, left + " The unit that was running is rolled back.", fault.Owner, result, exception),
            DatabaseFault.RunLockHeld fault => new DatabaseLockedException(fault.Message, left, fault.Holder, result, exception),
            DatabaseFault.Undecided fault => new DatabaseLockedException(
                $"{url}: {fault.Message}", $"{left} {fault.Hint}".TrimEnd(), null, result, exception),
            DatabaseFault.FileReplaced fault => new CannotConnectException(
                $"{url}: {fault.Message}", left + " The unit that was running is in neither file, or in the one that is gone.", "dotnet migrate status", exception),
            DatabaseFault.NameTaken fault => new UsageException(fault.Message, "Choose another name: --migration-table NAME."),
            DatabaseFault.NewerHistory fault => new UsageException(fault.Message, "Update the tool before it has to write to this database."),
            DatabaseFault.CannotOpen fault => new CannotConnectException($"{url} can't be opened: {fault.Message}.", fault.Hint ?? "Check the URL and the directory.", exception),
            { Remedy: { } remedy } fault => new CannotConnectException(
                $"{url}: {fault.Message}{(fault.Code is null ? "" : $" ({fault.Code})")}.", left, remedy + ", then run the command again.", exception),
            var fault => new CannotConnectException(
                $"{url}: {fault.Message}{(fault.Code is null ? "" : $" ({fault.Code})")}.", "dotnet migrate status", exception),
        };
    }

    /// <summary>A killed writer's journal stands in the way of reading.</summary>
    public static CannotConnectException JournalLeft(string url, Exception? exception = null) => Found(
        StateRules.JournalLeft, $"{url} holds the journal of a writer that was killed; only a writing connection can undo it (MIG0518).", MendingCommand.Recover, exception);

    private static CannotConnectException Found(Rule rule, string message, string fix, Exception? exception) =>
        new(message, fix, exception) { Findings = [new Finding(rule, null, "", TextPlace.Start, message, fix)] };
}
