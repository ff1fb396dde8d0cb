using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Makes a plan from a manifest and a database's rows. Pure: the same input gives the same plan.</summary>
public static class Planner
{
    /// <summary>Plans an <c>up</c>; <c>status</c> and dry runs read the same plan.</summary>
    public static MigrationPlan Plan(PlanRequest request)
    {
        var findings = new List<Finding>();
        var restamps = new List<RowChange>();
        var adoptions = new List<RowChange>();
        var standings = new List<MigrationStanding>(request.Manifest.Count);
        var pending = new List<PlannedMigration>();
        var abandonments = RollbackRecovery.Unbegun(request.Database.Rows);
        var interrupted = abandonments.ToDictionary(c => c.From.Id, StringComparer.Ordinal);
        var match = new HistoryMatch(
            request.Manifest, request.Database.Rows.Select(r => interrupted.TryGetValue(r.Id, out var change) ? change.To : r).ToArray());

        AboutTheDatabase(request, findings);
        foreach (var migration in request.Manifest)
        {
            var script = migration.Script(Direction.Up, request.Dialect);
            var row = match.RowOf(migration);
            if (row is null && script is null)
            {
                // Written for other dialects only: nothing of it can ever run here.
                continue;
            }

            standings.Add(Standing(migration, row, Recorded(row), script));

            if (row is { IsApplied: true })
            {
                Applied(request, migration, row, script, findings, restamps, adoptions);
            }
            else if (script is not null)
            {
                pending.Add(new PlannedMigration(migration, script, migration.Script(Direction.Down, request.Dialect), row));
            }
        }

        foreach (var (row, migration) in match.Doubled)
        {
            findings.Add(IntegrityCheck.Doubled(row, migration, migration.Script(Direction.Up, request.Dialect)));
        }

        bool ahead = AheadCheck.IsAhead(request.Manifest, match, pending.Count);
        Unknown(match, ahead, pending, findings);
        Late(request, match, pending, findings);
        findings.AddRange(RollbackRecovery.Findings(request.Database.Rows));
        standings.AddRange(match.Unknown.Select(row => new MigrationStanding(row.Id, Recorded(row)!.State, Recorded(row), null, row.Text.H1)));

        var (toRun, problem, fix) = Selected(request, match, pending);
        var plan = new MigrationPlan(
            DatabaseStateRule.Derive(request.Database, ahead, pending.Count),
            request.Database.Rows.Where(r => r.IsApplied).OrderBy(r => r.Sequence).LastOrDefault()?.Id,
            pending.ToEquatableList(),
            toRun.ToEquatableList(),
            adoptions.ToEquatableList(),
            restamps.ToEquatableList(),
            standings.ToEquatableList(),
            findings.ToEquatableList())
        {
            RequestProblem = problem,
            RequestFix = fix,
            Abandonments = abandonments,
        };
        return request.Purpose == RunPurpose.Recover ? Recovery.Of(plan, request.Database) : plan;

        HistoryRow? Recorded(HistoryRow? row) => row is not null && interrupted.TryGetValue(row.Id, out var change) ? change.From : row;
    }

    private static (IReadOnlyList<PlannedMigration> ToRun, string? Problem, string? Fix) Selected(
        PlanRequest request, HistoryMatch match, IReadOnlyList<PlannedMigration> pending)
    {
        switch (request.Purpose)
        {
            case RunPurpose.Retry:
                return RetrySelection.Select(request.Manifest, match, pending, request.Target);
            case RunPurpose.Recover:
                return (Recovery.Unfinished(pending), null, null);
            default:
                var (toRun, problem) = TargetSelection.Select(request.Manifest, pending, request.Target, request.Steps);
                return (toRun, problem, null);
        }
    }

    // What is shown is what is recorded, also where more is known than that.
    private static MigrationStanding Standing(Migration migration, HistoryRow? row, HistoryRow? recorded, MigrationScript? script) => new(
        migration.Id, recorded?.State ?? MigrationState.Pending, recorded, migration, row is { IsApplied: true } ? row.Text.H1 : script?.H1 ?? row?.Text.H1);

    private static void AboutTheDatabase(PlanRequest request, List<Finding> findings)
    {
        var database = request.Database;
        if (request.Manifest.Dialect != Dialect.Both && request.Manifest.Dialect != request.Dialect)
        {
            findings.Add(OnDatabase(
                StateRules.WrongDialect,
                $"These migrations are written for {request.Manifest.Dialect.Word()}, the database is {request.Dialect.Word()}.",
                "Give the URL of the right database, or the directory of the right migrations."));
        }

        if (database.Format is { IsNewerMajor: true } format)
        {
            findings.Add(OnDatabase(
                StateRules.NewerHistory,
                $"The history has format {format}; this version writes {HistoryFormat.Current}.",
                "Update the tool before it has to write to this database."));
        }

        if (database.Format is null)
        {
            foreach (var other in database.OtherHistories)
            {
                findings.Add(OnDatabase(
                    StateRules.OtherHistory,
                    $"The table '{other.Table}' is the history of {other.Tool}; what it applied is not known here and counts as pending.",
                    "Make sure that the pending migrations were not applied by it."));
            }
        }

        if (database.FormerHome is { } home)
        {
            findings.Add(OnDatabase(
                StateRules.DatabaseMoved,
                $"This database was last run at {home}: it was copied or moved.",
                "Nothing has to be done where that was intended."));
        }
    }

    private static void Applied(
        PlanRequest request, Migration migration, HistoryRow row, MigrationScript? script,
        List<Finding> findings, List<RowChange> restamps, List<RowChange> adoptions)
    {
        var (finding, restamped) = IntegrityCheck.Applied(row, migration, script, request.Accepted);
        if (finding is not null)
        {
            findings.Add(finding);
        }

        if (HistoryMatch.IsRenamed(row, migration))
        {
            var to = (restamped ?? row) with { Id = migration.Id, FormerIds = row.FormerIds.Append(row.Id).ToEquatableList() };
            adoptions.Add(new RowChange(row, to));
            findings.Add(new Finding(
                StateRules.RenamePending, migration.Id, script?.Path ?? "", script?.Start ?? TextPlace.Start,
                $"'{row.Id}' is called '{migration.Id}' now; the next run records it.", ""));
        }
        else if (restamped is not null)
        {
            restamps.Add(new RowChange(row, restamped));
        }
    }

    private static void Unknown(HistoryMatch match, bool ahead, List<PlannedMigration> pending, List<Finding> findings)
    {
        foreach (var row in match.Unknown.Where(r => r.IsApplied))
        {
            // A script without statements equals every other one, so it proves nothing.
            var renamed = row.Text.S1.Length > 0 && row.StatementsTotal > 0 ? pending.FirstOrDefault(p => p.Up.S1 == row.Text.S1) : null;
            if (renamed is not null)
            {
                findings.Add(IntegrityCheck.Renamed(renamed, row));
            }
            else if (!ahead)
            {
                findings.Add(IntegrityCheck.Missing(row));
            }
        }

        foreach (var row in match.Unknown.Where(r => r.IsPartlyApplied))
        {
            findings.Add(new Finding(
                StateRules.PartlyApplied, row.Id, "", TextPlace.Start,
                $"'{row.Id}' was begun and left {row.StatementsDone} of {row.StatementsTotal} statements applied, and its file is gone.",
                $"Restore the file from version control, then: {MendingCommand.Recover}\n{MendingCommand.Decide(row.Id)}"));
        }
    }

    private static void Late(PlanRequest request, HistoryMatch match, List<PlannedMigration> pending, List<Finding> findings)
    {
        var lastApplied = request.Manifest.LastOrDefault(m => match.RowOf(m) is { IsApplied: true });
        if (lastApplied is null || pending.Count == 0)
        {
            return;
        }

        var before = new HashSet<string>(request.Manifest.TakeWhile(m => m.Id != lastApplied.Id).Select(m => m.Id), StringComparer.Ordinal);
        foreach (var late in pending.Where(p => before.Contains(p.Migration.Id)))
        {
            findings.Add(new Finding(
                StateRules.LateOnThisDatabase, late.Migration.Id, late.Up.Path, late.Up.Start,
                $"'{late.Migration.Id}' stands before '{lastApplied.Id}', which is applied already; it runs after it on this database.", ""));
        }
    }

    private static Finding OnDatabase(Rule rule, string message, string fix) => new(rule, null, "", TextPlace.Start, message, fix);
}
