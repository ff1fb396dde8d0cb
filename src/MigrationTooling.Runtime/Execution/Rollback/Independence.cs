using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Sql;

namespace MigrationTooling.Execution;

/// <summary>
/// Whether a migration can be taken back from under those applied after it. Judged by names: none of them may name what its scripts
/// name. That refuses some that would do, and lets none through that a name ties.
/// </summary>
internal static class Independence
{
    private static readonly HashSet<string> Introducing = new(StringComparer.OrdinalIgnoreCase) { "TABLE", "VIEW", "INDEX", "TRIGGER", "INTO", "UPDATE", "FROM", "JOIN", "ON", "REFERENCES", "TO" };

    private static readonly HashSet<string> Between = new(StringComparer.OrdinalIgnoreCase)
    {
        "IF", "NOT", "EXISTS", "ONLY", "OR", "REPLACE", "IGNORE", "CONFLICT", "DELETE", "UPDATE", "SET", "NULL", "CASCADE", "SELECT", "RESTRICT", "NO", "ACTION",
    };

    public static void Require(PlannedRollback rollback, MigrationScript up, MigrationPlan standing, Dialect dialect, RunPlanner planner)
    {
        var later = standing.Migrations.Where(m => m.Row is { IsApplied: true } row && row.Sequence > rollback.Row.Sequence).ToArray();
        if (later.Length == 0)
        {
            return;
        }

        string[] names = new[] { up, rollback.Script! }.SelectMany(s => NamesOf(s, dialect)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        foreach (var migration in later)
        {
            if (migration.Migration?.Script(Direction.Up, dialect) is not { } script)
            {
                throw Refused(rollback, $"'{migration.Id}' was applied after it, and its file is gone, so it can't be told whether it needs it");
            }

            if (names.FirstOrDefault(name => planner.IsNamedIn([script], name)) is { } shared)
            {
                throw Refused(rollback, $"'{migration.Id}', which was applied after it, names '{shared}' as well");
            }
        }
    }

    private static RefusedException Refused(PlannedRollback rollback, string why) => new(
        $"'{rollback.Id}' can't be taken back alone: {why}.", $"Take back what came after it too: dotnet migrate down {MendingCommand.Word(rollback.Id)}\nThen: dotnet migrate redo", []);

    private static IEnumerable<string> NamesOf(MigrationScript script, Dialect dialect)
    {
        using var reader = new StatementReader(script.OpenText(), dialect, script.Start);
        while (reader.TryRead(out var statement))
        {
            bool expects = false;
            foreach (string word in Words(statement.Text))
            {
                if (Introducing.Contains(word))
                {
                    expects = true;
                }
                else if (expects && !Between.Contains(word))
                {
                    expects = false;
                    yield return word;
                }
            }
        }
    }

    private static IEnumerable<string> Words(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool isWord = i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_');
            if (isWord && start < 0)
            {
                start = i;
            }
            else if (!isWord && start >= 0)
            {
                yield return text[start..i];
                start = -1;
            }
        }
    }
}
