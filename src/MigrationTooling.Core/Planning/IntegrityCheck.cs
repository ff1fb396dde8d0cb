using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Compares what was applied with what the manifest says now.</summary>
internal static class IntegrityCheck
{
    /// <summary>One applied migration; a re-stamp where only its h1 differs.</summary>
    public static (Finding? Finding, HistoryRow? Restamped) Applied(
        HistoryRow row, Migration migration, MigrationScript? script, IReadOnlyList<AcceptedEdit> accepted)
    {
        if (script is null)
        {
            return (Missing(row), null);
        }

        // An option may stand outside the section that h1 is the hash of, so an equal h1 alone proves nothing. A row without s1 has nothing to compare.
        bool sameText = row.Text.H1 == script.H1;
        bool sameTokens = row.Text.S1 == script.S1;
        if (sameText && (sameTokens || row.Text.S1.Length == 0))
        {
            return (null, null);
        }

        if (sameTokens)
        {
            var restamped = row with { Text = row.Text with { H1 = script.H1 } };
            return (new Finding(
                StateRules.AppliedReformatted, migration.Id, script.Path, script.Start,
                $"Only comments or formatting changed since '{migration.Id}' was applied; the next run that writes records the new checksum.", ""), restamped);
        }

        // A was line names the variant that the file has now; before, the generic script may have run in its place.
        return (Changed(row, migration, script, sameText, IsAccepted(row, migration, script, accepted)), null);
    }

    private static bool IsAccepted(HistoryRow row, Migration migration, MigrationScript script, IReadOnlyList<AcceptedEdit> accepted) =>
        accepted.Any(a => a.Id == migration.Id && a.Variant == script.Variant && (a.H1 == row.Text.H1 || a.S1 == row.Text.S1));

    private static Finding Changed(HistoryRow row, Migration migration, MigrationScript script, bool sameText, bool isAccepted)
    {
        var rule = isAccepted ? StateRules.AppliedChanged with { Severity = Severity.Warning } : StateRules.AppliedChanged;
        string message = string.Format(
            CultureInfo.InvariantCulture,
            sameText
                ? "'{0}' was applied on {1:yyyy-MM-dd HH:mm}Z with other options (or as another dialect) than its file has now; the text is the same."
                : "'{0}' was applied on {1:yyyy-MM-dd HH:mm}Z with another text (h1:{2}) than its file has now (h1:{3}).",
            migration.Id, row.FinishedOn ?? row.RunOn, Short(row.Text.H1), Short(script.H1));
        string fix = isAccepted
            ? "The lock file accepts the edit; this database keeps what it ran."
            : $"Write back what ran (dotnet migrate restore-file {MendingCommand.Word(row.Id)}) and put the change into a new migration ({MendingCommand.Add}); a database that is thrown away takes the new text by: dotnet migrate redo {MendingCommand.Word(migration.Id)} --disposable";
        return new Finding(rule, migration.Id, script.Path, script.Start, message, fix);
    }

    /// <summary>An applied migration whose file is gone, though the database is not ahead.</summary>
    public static Finding Missing(HistoryRow row) => new(
        StateRules.AppliedMissing, row.Id, "", TextPlace.Start,
        $"'{row.Id}' is applied to this database, but its file is gone.",
        $"Restore the file from version control or from what the database kept (dotnet migrate restore-file {MendingCommand.Word(row.Id)}), or say what it is called now: dotnet migrate rename {MendingCommand.Word(row.Id)} NEW");

    /// <summary>A pending migration whose statements are those of an applied one without a file.</summary>
    public static Finding Renamed(PlannedMigration pending, HistoryRow row) => new(
        StateRules.AppliedUnderAnotherName, pending.Migration.Id, pending.Up.Path, pending.Up.Start,
        $"'{pending.Migration.Id}' has the statements of '{row.Id}', which is applied and whose file is gone; it would run twice.",
        $"Say that it is the same: {MendingCommand.Rename(row.Id, pending.Migration.Id)}");

    /// <summary>Both the old and the new id of a renamed migration have a row.</summary>
    public static Finding Doubled(HistoryRow row, Migration migration, MigrationScript? script) => new(
        StateRules.RetiredIdInUse, migration.Id, script?.Path ?? "", script?.Start ?? TextPlace.Start,
        $"The history has a row for '{row.Id}' and one for another id of the same migration '{migration.Id}'.",
        "An id that was renamed away must not be used again; give the newer file a new name.");

    private static string Short(string hash) => hash.Length > 12 ? hash.Substring(0, 12) : hash;
}
