using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Rules;

namespace MigrationTooling.Planning;

/// <summary>Takes the one migration that is to be run again, or says why it can't be. Pure.</summary>
internal static class RetrySelection
{
    public static (IReadOnlyList<PlannedMigration> ToRun, string? Problem, string? Fix) Select(
        MigrationManifest manifest, HistoryMatch match, IReadOnlyList<PlannedMigration> pending, string? target)
    {
        string? problem = "Say which migration to retry.";
        var found = target is null ? null : TargetSelection.Resolve(manifest, target, out problem);
        if (found is null)
        {
            return ([], problem, null);
        }

        string word = MendingCommand.Word(found.Id);
        if (match.RowOf(found) is not { State: not (MigrationState.Pending or MigrationState.RolledBack) } row)
        {
            return ([], $"'{found.Id}' was never begun here, or was taken back; there is nothing to retry.", $"dotnet migrate up {word}");
        }

        if (row.IsApplied)
        {
            return ([], $"'{found.Id}' is applied; there is nothing to retry.", $"dotnet migrate history {word}");
        }

        if (pending.FirstOrDefault(p => p.Migration.Id == found.Id) is not { } planned)
        {
            return ([], $"'{found.Id}' has no script for this database.", null);
        }

        return pending[0] == planned
            ? ([planned], null, null)
            : ([], $"'{pending[0].Migration.Id}' stands before '{found.Id}' and is {(pending[0].Row?.State ?? MigrationState.Pending).Word()}; a retry runs one migration only, in its place.",
                $"This runs all up to it: dotnet migrate up {word}");
    }
}
