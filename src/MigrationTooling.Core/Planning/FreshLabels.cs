using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Sql;

namespace MigrationTooling.Planning;

/// <summary>
/// Follows <c>ALTER TYPE … ADD VALUE</c>: PostgreSQL (12 and later) adds the label inside a transaction, but lets nobody use it before that
/// transaction has ended (55P04), unless it made the type as well. A label that only looks used costs a commit, never a row.
/// </summary>
internal sealed class FreshLabels
{
    private readonly List<(string Literal, int Unit)> _labels = [];
    private readonly List<(string Type, int Unit)> _types = [];

    public bool IsAnyKnown => _labels.Count > 0;

    /// <summary>True where the statement, next in the open unit, names a label that this unit has added.</summary>
    public bool IsNamedIn(SqlStatement statement, int openUnit)
    {
        _labels.RemoveAll(l => l.Unit < openUnit);
        _types.RemoveAll(t => t.Unit < openUnit);
        return _labels.Count > 0 && !IsAddValue(statement) && !RunsLater(statement)
            && _labels.Any(l => statement.Text.IndexOf(l.Literal, StringComparison.Ordinal) >= 0);
    }

    /// <summary>A statement of a unit.</summary>
    public void Take(SqlStatement statement, int unit)
    {
        if (statement.Keywords.Count < 2 || statement.Keywords[1] != "TYPE")
        {
            return;
        }

        var words = StatementWords.Of(statement.Text);
        int behind = words.BehindName(2);
        if (statement.Keywords[0] == "CREATE" && behind > 2)
        {
            _types.Add((words.Tokens[behind - 1].Value, unit));
        }
        else if (IsAddValue(statement) && behind > 2 && _types.All(t => t.Type != words.Tokens[behind - 1].Value))
        {
            var label = words.Tokens.Skip(behind).FirstOrDefault(t => t.Kind == TokenKind.String);
            if (label is not null)
            {
                _labels.Add((label.Text, unit));
            }
        }
    }

    private static bool IsAddValue(SqlStatement statement) =>
        statement.Keywords.Count > 1 && statement.Keywords[0] == "ALTER" && statement.Keywords[1] == "TYPE"
        && statement.Text.IndexOf("ADD", StringComparison.OrdinalIgnoreCase) >= 0 && statement.Text.IndexOf("VALUE", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The body of a PL/pgSQL routine is not looked into before it is called.</summary>
    private static bool RunsLater(SqlStatement statement) =>
        statement.Keywords.Count > 1 && statement.Keywords[0] == "CREATE"
        && statement.Keywords.Take(4).Any(word => word is "FUNCTION" or "PROCEDURE")
        && statement.Text.IndexOf("plpgsql", StringComparison.OrdinalIgnoreCase) >= 0;
}
