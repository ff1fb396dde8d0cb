using System;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Which text takes a migration back, or why none can.</summary>
internal static class DownChoice
{
    public static (PlannedRollback? Planned, Finding? Refusal) Of(AppliedMigration applied, RollbackRequest request)
    {
        var (row, migration) = (applied.Row, applied.Migration);
        var file = migration?.Script(Direction.Down, request.Dialect);
        if (migration is not null && (migration.Options.Irreversible || migration.Script(Direction.Up, request.Dialect)?.Options.Irreversible == true))
        {
            return Irreversible(applied, request, "says irreversible:true", "Write a new migration that brings back what is needed.");
        }

        if (file is null && request.From == DownSource.File && row.Text.DownH1 is not null)
        {
            return Irreversible(applied, request, "has no down script in its files", "Leave out --down-from file, so that the text in the history serves.");
        }

        if (row.Text.DownH1 is null)
        {
            return file is null
                ? Irreversible(applied, request, "has no down script", "Write one, or write a new migration that brings back what is needed.")
                : request.From == DownSource.History
                    ? Irreversible(applied, request, "had no down script when it was applied, so the history has none", "Leave out --down-from history, so that the file serves.")
                    : (new PlannedRollback(row, migration, DownSource.File, file), null);
        }

        if (file is null || request.From == DownSource.History)
        {
            return (new PlannedRollback(row, migration, DownSource.History, file), null);
        }

        return row.Text.DownS1 == file.S1 || row.Text.DownH1 == file.H1 && row.Text.DownS1 is null || request.From == DownSource.File
            ? (new PlannedRollback(row, migration, DownSource.File, file), null)
            : request.PrefersKept ? (new PlannedRollback(row, migration, DownSource.History, file), null)
            : (null, new Finding(
                StateRules.DownChanged, row.Id, file.Path, file.Start,
                $"The down script of '{row.Id}' was edited since it was applied, so it can't be told which of the two takes it back.",
                "Say which one: --down-from file runs the edited script, --down-from history the one that was there when it was applied."));
    }

    private static (PlannedRollback? Planned, Finding? Refusal) Irreversible(AppliedMigration applied, RollbackRequest request, string why, string fix)
    {
        var script = applied.Migration?.Script(Direction.Down, request.Dialect) ?? applied.Migration?.Script(Direction.Up, request.Dialect);
        return (null, new Finding(
            StateRules.NoWayBack, applied.Row.Id, script?.Path ?? "", script?.Start ?? TextPlace.Start, $"'{applied.Row.Id}' is irreversible: it {why}.", fix));
    }
}
