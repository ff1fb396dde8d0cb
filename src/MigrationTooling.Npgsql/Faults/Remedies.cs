using System;
using MigrationTooling.Sql;
using Npgsql;

namespace MigrationTooling.Npgsql.Faults;

/// <summary>What to mend where the server refused for a reason that no script can mend.</summary>
internal static class Remedies
{
    private const string OutOfTransaction =
        "Write '-- migrate:options transaction:false' at the head of the script, so that each of its statements commits by itself, or move this one to such a migration";

    /// <summary>The beginning of a sentence that "then run it again" ends; null where the script is to blame.</summary>
    public static string? For(PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.ActiveSqlTransaction or PostgresErrorCodes.InvalidTransactionTermination => OutOfTransaction,
        "55P04" => "Add the label in a migration of its own before this one: its transaction has to end before anybody may use it",
        PostgresErrorCodes.InsufficientPrivilege => Privilege(refusal.MessageText),
        PostgresErrorCodes.ReadOnlySqlTransaction => "Connect to the primary, or take default_transaction_read_only away",
        PostgresErrorCodes.DiskFull => "Make room on the server's disk",
        PostgresErrorCodes.OutOfMemory => "Give the server more memory",
        PostgresErrorCodes.TooManyConnections => "Wait until connections are free",
        PostgresErrorCodes.ConfigurationLimitExceeded => "Raise the limit that the message names",
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected => "End the other session, or wait until it is done",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => "See that the server runs",
        _ => null,
    };

    /// <summary>The same where rows that are there keep a constraint or an index from being made; null elsewhere.</summary>
    public static string? OfRows(PostgresException refusal, SqlStatement statement) =>
        refusal.SqlState.StartsWith("23", StringComparison.Ordinal) && statement.Keywords is ["CREATE" or "ALTER", ..] ? "Mend the rows that the message tells of, or the script" : null;

    /// <summary>The same as a whole sentence, for what the tool itself could not write.</summary>
    public static string? Advice(PostgresException refusal) => For(refusal) is { } remedy ? remedy + ", then run the command again." : null;

    /// <summary>The right that is missing, in the words that give it.</summary>
    private static string Privilege(string message)
    {
        const string Denied = "permission denied for ", Owner = "must be owner of ";
        if (message.StartsWith(Denied, StringComparison.Ordinal) && message[Denied.Length..].Split(' ', 2) is [var kind, var name])
        {
            return kind switch
            {
                "schema" => $"Let an administrator give this role the right: GRANT USAGE, CREATE ON SCHEMA \"{name}\" TO ROLE (or keep the history elsewhere: --schema NAME)",
                "database" => $"Let an administrator give this role the right: GRANT CREATE ON DATABASE \"{name}\" TO ROLE",
                "table" or "sequence" => $"Let an administrator give this role the right: GRANT ALL ON {kind.ToUpperInvariant()} \"{name}\" TO ROLE",
                "function" => $"Let an administrator give this role the right: GRANT EXECUTE ON FUNCTION {name} TO ROLE",
                _ => $"Let an administrator give this role its rights on the {kind} {name}",
            };
        }

        return message.StartsWith(Owner, StringComparison.Ordinal)
            ? $"Run it as the owner of {message[Owner.Length..]}, or as a member of the owning role"
            : "Let an administrator give this role the right that is missing";
    }
}
