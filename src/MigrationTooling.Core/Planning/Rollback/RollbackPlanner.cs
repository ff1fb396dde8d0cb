using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Decides what a rollback takes back, from which text, and what speaks against it. Pure: the same input gives the same plan.</summary>
public static class RollbackPlanner
{
    /// <summary>Plans a <c>down</c>, or the first half of a <c>redo</c>.</summary>
    public static RollbackPlan Plan(RollbackRequest request)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        var standing = Planner.Plan(new PlanRequest(request.Manifest, request.Dialect, request.Database) { Accepted = request.Accepted });
        var applied = Applied(standing);
        var (selected, problem) = RollbackSelection.Select(request, applied);
        var choices = selected.Select(a => DownChoice.Of(a, request)).ToArray();
        var findings = About(standing, selected, request)
            .Concat(Unfinished(standing, selected))
            .Concat(choices.Select(c => c.Refusal).OfType<Finding>());
        return new RollbackPlan(standing, choices.Select(c => c.Planned).OfType<PlannedRollback>().ToEquatableList(), findings.ToEquatableList())
        {
            RequestProblem = problem,
        };
    }

    /// <summary>What can be taken back: a rollback that was begun first, then the newest.</summary>
    private static AppliedMigration[] Applied(MigrationPlan standing)
    {
        var changed = standing.Abandonments.Concat(standing.Restamps).Concat(standing.Adoptions)
            .GroupBy(c => c.From.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().To, StringComparer.Ordinal);
        return standing.Migrations
            .Where(m => m.Row is not null)
            .Select(m => new AppliedMigration(changed.TryGetValue(m.Row!.Id, out var to) ? to : m.Row, m.Migration))
            .Where(m => m.Row.IsApplied || m.Row.IsPartlyRolledBack)
            .OrderBy(m => m.Row.IsPartlyRolledBack ? 0 : 1).ThenByDescending(m => m.Row.Sequence)
            .ToArray();
    }

    /// <summary>The findings of <c>up</c>, without those that the rollback itself settles.</summary>
    private static IEnumerable<Finding> About(MigrationPlan standing, IReadOnlyList<AppliedMigration> selected, RollbackRequest request)
    {
        bool Taken(Finding finding) => selected.Any(s => s.Row.Id == finding.Migration);
        return standing.Findings.Where(f => !(
            f.Rule.Id == StateRules.PartlyRolledBack.Id && Taken(f)
            || f.Rule.Id == StateRules.AppliedMissing.Id && Taken(f)
            || f.Rule.Id == StateRules.AppliedChanged.Id && request.AcceptsEdited && Taken(f)
            || f.Rule.Id == StateRules.LateOnThisDatabase.Id));
    }

    /// <summary>A migration that is partly applied lies on top of what is to be taken back.</summary>
    private static IEnumerable<Finding> Unfinished(MigrationPlan standing, IReadOnlyList<AppliedMigration> selected) => selected.Count == 0 ? [] : standing.Migrations
        .Where(m => m.Row is { IsPartlyApplied: true } && m.Migration is not null)
        .Select(m => new Finding(
            StateRules.PartlyApplied, m.Id, "", TextPlace.Start,
            $"'{m.Id}' is partly applied ({m.Row!.StatementsDone} of {m.Row.StatementsTotal} statements), and nothing can be taken back from under it.",
            "End it first: dotnet migrate up"));
}
