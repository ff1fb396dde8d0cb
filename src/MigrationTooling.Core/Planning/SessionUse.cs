using System;
using System.IO;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>What a script does to its session that would be lost, or left to others, where each transaction may be in another one. Pure.</summary>
public static class SessionUse
{
    /// <summary>True where a statement sets the session and nothing else, so that it can be repeated in a later transaction.</summary>
    public static bool IsOnlySetBy(SqlStatement statement, Dialect dialect) => StatementPlacement.SetsSessionOnly(statement, dialect);

    /// <summary>The first statement whose doing can't be kept; null where the script can be run.</summary>
    /// <param name="text">The script's normalised text; disposed.</param>
    /// <param name="start">Where the text begins in its file.</param>
    /// <param name="dialect">The database's dialect.</param>
    /// <param name="plan">How it is cut.</param>
    public static LostSession? FirstLost(TextReader text, TextPlace start, Dialect dialect, ScriptPlan plan)
    {
        if (plan is null)
        {
            throw new ArgumentNullException(nameof(plan));
        }

        if (dialect != Dialect.PostgreSql || !plan.LeavesSessionState)
        {
            text?.Dispose();
            return null;
        }

        using var reader = new UnitReader(text ?? throw new ArgumentNullException(nameof(text)), start, dialect, plan);
        for (int unit = 0; unit < plan.Units.Count; unit++)
        {
            while (reader.TryRead(unit, out var statement))
            {
                if (statement is not null && Loss(statement, unit, plan) is { } why)
                {
                    return new LostSession(statement, why);
                }
            }
        }

        return null;
    }

    private static string? Loss(SqlStatement statement, int unit, ScriptPlan plan)
    {
        bool isLast = unit == plan.Units.Count - 1;
        string first = statement.Keywords.Count > 0 ? statement.Keywords[0] : "";
        if (PostgreSqlSession.TakesSessionLock(statement))
        {
            return "It takes a lock of the session, which nobody would free; pg_advisory_xact_lock ends with its transaction";
        }

        if (!PostgreSqlSession.IsLeftBy(statement) || first is "DISCARD" or "LISTEN")
        {
            return null;
        }

        if (PostgreSqlSession.IsOnlySetBy(statement))
        {
            return plan.Units.Skip(unit + 1).Any(u => !u.InTransaction)
                ? "It holds for the session, and a statement behind it that can't be in a transaction would run in another one"
                : null;
        }

        return isLast || (first == "CREATE" && !plan.Temporaries.Any(t => t.Made == unit))
            ? null
            : "It lives in the session, and what stands behind its transaction would run in another one";
    }
}

/// <summary>What could not be kept.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Why">A sentence without its full stop.</param>
public sealed record LostSession(SqlStatement Statement, string Why);
