using System;
using System.Collections.Generic;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Sql;
using MigrationTooling.Storage;
using Npgsql;

namespace MigrationTooling.Npgsql.Faults;

/// <summary>Turns what the server said into the faults of the storage contract.</summary>
internal static class ServerFaults
{
    /// <summary>The fault of a command of ours.</summary>
    public static DatabaseFaultException From(ServerError error) => error.Refusal is { } refusal
        ? new DatabaseFaultException(
            Classified(refusal) with { Hint = Remedies.Advice(refusal) ?? refusal.Hint, Context = Context(refusal), Remedy = Remedies.For(refusal) }, error)
        : new DatabaseFaultException(
            new DatabaseFault.Other($"the connection broke: {error.Message}", null) { Remedy = "See that the server runs and can be reached" }, error);

    /// <summary>The fault of a unit's pipeline.</summary>
    public static DatabaseFaultException OfUnit(ServerError error) => error switch
    {
        { Refusal: { } refusal, Step: { Kind: StepKind.Script, Statement: { } statement } } => new(OfStatement(refusal, statement), error),
        { Refusal: { } refusal, Step.Kind: StepKind.Constraints } => new(
            new DatabaseFault.Check(refusal.MessageText, refusal.SqlState, []) { Hint = refusal.Hint, Context = Context(refusal), Remedy = Remedies.For(refusal) }, error),
        { Refusal: { } refusal, Step.Kind: StepKind.History or StepKind.Commit } => new(
            new DatabaseFault.Commit($"The commit failed: {refusal.MessageText}", refusal.SqlState) { Hint = refusal.Hint, Context = Context(refusal), Remedy = Remedies.For(refusal) }, error),
        _ => From(error),
    };

    private static DatabaseFault.Statement OfStatement(PostgresException refusal, SqlStatement statement) =>
        new(refusal.MessageText, refusal.SqlState, statement, Position.In(statement.Text, refusal.Position))
        {
            Hint = refusal.Hint,
            Context = Context(refusal),
            Remedy = Remedies.For(refusal),
        };

    private static DatabaseFault Classified(PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege => new DatabaseFault.Unwritable(refusal.MessageText, refusal.SqlState),
        PostgresErrorCodes.LockNotAvailable => new DatabaseFault.Busy(refusal.MessageText, refusal.SqlState),
        _ => new DatabaseFault.Other(refusal.MessageText, refusal.SqlState),
    };

    /// <summary>What the server added to its message, as psql shows it.</summary>
    private static List<string> Context(PostgresException refusal)
    {
        var context = new List<string>();
        Add("DETAIL", refusal.Detail);
        Add("CONSTRAINT", refusal.ConstraintName);
        Add("CONTEXT", refusal.Where);
        return context;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                context.Add($"{name}: {value}");
            }
        }
    }
}
