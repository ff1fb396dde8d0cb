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
    /// <param name="error">The error.</param>
    /// <param name="blockers">Who was in the way; null for nobody.</param>
    public static DatabaseFaultException From(ServerError error, string? blockers = null) => error.Refusal is { } refusal
        ? new DatabaseFaultException(
            Classified(refusal, blockers) with { Hint = Remedies.Advice(refusal) ?? refusal.Hint, Context = Context(refusal), Remedy = Remedies.For(refusal) }, error)
        : new DatabaseFaultException(
            new DatabaseFault.Other($"the connection broke: {error.Message}", null) { Remedy = "See that the server runs and can be reached" }, error);

    /// <summary>The fault of a unit's pipeline.</summary>
    /// <param name="error">The error.</param>
    /// <param name="blockers">Who was in the way; null for nobody.</param>
    public static DatabaseFaultException OfUnit(ServerError error, string? blockers = null) => error switch
    {
        { Refusal: { } refusal, Step: { Kind: StepKind.Script, Statement: { } statement } step } => new(OfStatement(refusal, statement, step.Before, blockers), error),
        { Refusal: { } refusal, Step.Kind: StepKind.Constraints } => new(
            new DatabaseFault.Check(refusal.MessageText, refusal.SqlState, []) { Hint = refusal.Hint, Context = Context(refusal), Remedy = Remedies.For(refusal) }, error),
        { Refusal: { } refusal, Step.Kind: StepKind.History or StepKind.Commit } => new(
            new DatabaseFault.Commit($"The commit failed: {refusal.MessageText}", refusal.SqlState) { Hint = refusal.Hint, Context = Context(refusal), Remedy = Remedies.For(refusal) }, error),
        _ => From(error, blockers),
    };

    private static DatabaseFault.Statement OfStatement(PostgresException refusal, SqlStatement statement, int before, string? blockers) =>
        new(refusal.MessageText, refusal.SqlState, statement, Position.In(statement.Text, refusal.Position - before))
        {
            Hint = refusal.Hint,
            Data = CopyContext.Of(refusal, statement),
            Context = blockers is null ? Context(refusal) : [.. Context(refusal), "IN THE WAY: " + blockers],
            Remedy = Remedies.For(refusal) ?? Remedies.OfRows(refusal, statement),
        };

    private static DatabaseFault Classified(PostgresException refusal, string? blockers) => refusal.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege => new DatabaseFault.Unwritable(refusal.MessageText, refusal.SqlState),
        PostgresErrorCodes.LockNotAvailable => new DatabaseFault.Busy(refusal.MessageText + (blockers is null ? "" : $"; in the way is {blockers}"), refusal.SqlState),
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
