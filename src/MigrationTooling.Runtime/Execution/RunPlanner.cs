using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Sql;

namespace MigrationTooling.Execution;

/// <summary>A plan whose scripts were read as well. Making one runs nothing and writes nothing.</summary>
internal sealed class RunPlanner(Dialect dialect)
{
    // A large script is nearly always one unit of data, and its unit's hash would cost as much as reading it.
    private const long LargeScript = 1024 * 1024;

    // A plan is made again under the lock; the texts need not be read again for that, since what is run is compared with it.
    private readonly Dictionary<MigrationScript, ScriptPlan> _scripts = new(ReferenceEqualityComparer.Instance);

    private int? _serverVersion;

    /// <summary>From now on scripts are planned for the server that this was read from; before, for any that is supported.</summary>
    public void PlanFor(DatabaseSnapshot database)
    {
        if (_serverVersion != database.ServerVersion)
        {
            _serverVersion = database.ServerVersion;
            _scripts.Clear();
        }
    }

    public ScriptPlan ScriptOf(PlannedMigration migration) => ScriptOf(migration.Up);

    public ScriptPlan ScriptOf(MigrationScript script)
    {
        if (!_scripts.TryGetValue(script, out var plan))
        {
            plan = Plan(script);
            _scripts.Add(script, plan);
        }

        return plan;
    }

    private ScriptPlan Plan(MigrationScript script)
    {
        if (script.MadePlans.FirstOrDefault(m => m.Dialect == dialect) is { } made)
        {
            return made.Plan;
        }

        if (script.Length >= LargeScript)
        {
            var plan = UnitPlanner.Plan(script.OpenText(), script.Start, script.Options, dialect, hashUnits: false, _serverVersion);
            if (plan.Units.Count == 1)
            {
                return plan;
            }
        }

        return UnitPlanner.Plan(script.OpenText(), script.Start, script.Options, dialect, serverVersion: _serverVersion);
    }

    /// <summary>True where a script of these names the word. Reads them anew; asked only where something is left open.</summary>
    public bool IsNamedIn(IEnumerable<PlannedMigration> migrations, string word) => IsNamedIn(migrations.Select(m => m.Up), word);

    /// <summary>The same of scripts.</summary>
    public bool IsNamedIn(IEnumerable<MigrationScript> scripts, string word) => scripts.Any(s => IsNamedIn(s, word));

    private bool IsNamedIn(MigrationScript script, string word)
    {
        using var reader = new StatementReader(script.OpenText(), dialect, script.Start);
        while (reader.TryRead(out var statement))
        {
            if (Names(statement.Text, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Names(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int end = at + word.Length;
            if ((at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>Refuses a run some of whose scripts can't be run, before any of them is.</summary>
    public void RefuseUnsound(IReadOnlyList<PlannedMigration> migrations)
    {
        // What a build may only warn of is an error where it stops a run.
        var findings = migrations
            .SelectMany(m => ScriptOf(m).Refusals.Select(r => new Finding(r.Rule, m.Migration.Id, m.Up.Path, r.Place, r.Message, r.Fix) { Severity = Severity.Error }))
            .ToArray();
        if (findings.Length > 0)
        {
            throw new RefusedException(
                findings.Length == 1 ? findings[0].Message : $"{findings.Length} places in the pending scripts can't be run as they are.",
                findings[0].Fix, findings);
        }
    }
}
