using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Rules;

/// <summary>Compares each locked migration whose file is there with its line: MIG0001, MIG0008, MIG0009, and MIG0004 where one of its scripts is gone.</summary>
internal static class ChangeRules
{
    public static void Check(LockIndex index, List<Finding> findings)
    {
        foreach (var (entry, migration) in index.Judgeable)
        {
            if (migration is not null)
            {
                Check(entry, migration, findings);
            }
        }
    }

    /// <summary>Compares one migration with its line.</summary>
    public static void Check(LockEntry entry, MigrationFacts migration, List<Finding> findings)
    {
        if (migration.IsKeptUnchanged(entry))
        {
            return;
        }

        if (IsUnchanged(entry, migration))
        {
            migration.KeepUnchanged(entry);
            return;
        }

        var added = migration.Scripts.Where(script => !entry.Scripts.Any(locked => locked.Variant == script.Variant)).ToList();
        foreach (var locked in entry.Scripts)
        {
            var up = Script(migration, Direction.Up, locked.Variant);
            var down = Script(migration, Direction.Down, locked.Variant);
            if (locked.H1 is not null && up is null)
            {
                // The same text under another dialect's name is this script moved, not a second event.
                added.RemoveAll(script => script.Section.H1 == locked.H1 || script.Section.H1 == locked.DownH1);
                findings.Add(ScriptGone(entry, locked));
                continue;
            }

            if (up is not null)
            {
                CheckUp(entry, locked, up, findings);
            }

            CheckDown(entry, locked.DownH1, down, migration, findings);
        }

        foreach (var variant in added.GroupBy(script => script.Variant))
        {
            if (variant.FirstOrDefault(script => script.Direction == Direction.Up) is { } up)
            {
                findings.Add(VariantAdded(entry, up));
            }
            else
            {
                CheckDown(entry, null, variant.First(), migration, findings);
            }
        }
    }

    /// <summary>The common case, decided without a search: one script for each locked checksum, and each the same.</summary>
    private static bool IsUnchanged(LockEntry entry, MigrationFacts migration)
    {
        int same = 0;
        foreach (var locked in entry.Scripts)
        {
            var up = Script(migration, Direction.Up, locked.Variant)?.Section;
            if (locked.H1 != up?.H1 || locked.S1 != up?.S1
                || locked.DownH1 != Script(migration, Direction.Down, locked.Variant)?.Section.H1)
            {
                return false;
            }

            same += (locked.H1 is null ? 0 : 1) + (locked.DownH1 is null ? 0 : 1);
        }

        return same == migration.Scripts.Count;
    }

    private static void CheckUp(LockEntry entry, LockedScript locked, ScriptFacts up, List<Finding> findings)
    {
        if (locked.H1 is null)
        {
            findings.Add(VariantAdded(entry, up));
        }
        else if (up.Section.H1 != locked.H1)
        {
            findings.Add(up.Section.S1 == locked.S1 ? OnlyFormatting(entry, up) : Changed(entry, locked, up));
        }
        else if (up.Section.S1 != locked.S1)
        {
            findings.Add(OptionsChanged(entry, up));
        }
    }

    private static void CheckDown(LockEntry entry, string? lockedH1, ScriptFacts? down, MigrationFacts migration, List<Finding> findings)
    {
        if (lockedH1 == down?.Section.H1)
        {
            return;
        }

        string what = down is null ? "removed" : lockedH1 is null ? "added" : "changed";
        findings.Add(new Finding(
            RuleTable.Get("MIG0009"),
            entry.Id,
            down?.Path ?? migration.Scripts[0].Path,
            down?.Section.Start ?? TextPlace.Start,
            $"The down script of {entry.Id} was {what} after the migration was locked.",
            $"{(what == "added" ? "Remove" : "Restore")} it, or accept it: {MendingCommand.Accept(entry.Id)}."));
    }

    private static Finding Changed(LockEntry entry, LockedScript locked, ScriptFacts up)
    {
        var place = FirstNewStatement(locked, up.Section);
        return new Finding(
            RuleTable.Get("MIG0001"),
            entry.Id,
            up.Path,
            place ?? up.Section.Start,
            place is null ? $"{entry.Id} was changed after it was locked." : $"{entry.Id} was changed after it was locked; this statement is not in the locked text.",
            $"Restore the file, or put the change into a new migration ({MendingCommand.Add}), or accept the edit: {MendingCommand.Accept(entry.Id)}.");
    }

    /// <summary>The first statement that the locked text surely did not have: its hash would be in the sketch.</summary>
    private static TextPlace? FirstNewStatement(LockedScript locked, SectionFacts section)
    {
        var kept = new HashSet<uint>(locked.Sketch.Smallest);
        uint decidable = locked.Sketch.IsComplete ? uint.MaxValue : locked.Sketch.Smallest[locked.Sketch.Smallest.Count - 1];
        foreach (var statement in section.Statements)
        {
            if (statement.Hash <= decidable && !kept.Contains(statement.Hash))
            {
                return statement.Place;
            }
        }

        return null;
    }

    private static Finding OnlyFormatting(LockEntry entry, ScriptFacts up) => new(
        RuleTable.Get("MIG0008"),
        entry.Id,
        up.Path,
        up.Section.Start,
        $"Only comments or formatting of {entry.Id} changed after it was locked; its statements are the same.",
        $"Restore the file, or stamp the lock anew: {MendingCommand.Refresh}.");

    /// <summary>A section's options may stand outside its text: in its marker, or before the first one.</summary>
    private static Finding OptionsChanged(LockEntry entry, ScriptFacts up) => new(
        RuleTable.Get("MIG0001"),
        entry.Id,
        up.Path,
        TextPlace.Start,
        $"{entry.Id} was changed after it was locked: its statements are the same, but not the options (or the dialect) they are run with.",
        $"Restore the file, or put the change into a new migration ({MendingCommand.Add}), or accept the edit: {MendingCommand.Accept(entry.Id)}.");

    private static Finding VariantAdded(LockEntry entry, ScriptFacts up)
    {
        string dialect = up.Variant?.Word() ?? "generic";
        return new Finding(
            RuleTable.Get("MIG0001"),
            entry.Id,
            up.Path,
            up.Section.Start,
            $"{entry.Id} was changed after it was locked: its {dialect} script is new.",
            $"Remove the file, or put the change into a new migration ({MendingCommand.Add}), or accept it: {MendingCommand.Accept(entry.Id)}.");
    }

    private static Finding ScriptGone(LockEntry entry, LockedScript locked) => new(
        RuleTable.Get("MIG0004"),
        entry.Id,
        LockFile.FileName,
        new TextPlace(entry.Line, 1),
        $"The {(locked.Variant is { } variant ? variant.Word() + " " : "generic ")}up script of {entry.Id} is locked, and its file is gone.",
        "Restore the file from version control.");

    private static ScriptFacts? Script(MigrationFacts migration, Direction direction, Dialect? variant)
    {
        for (int i = 0; i < migration.Scripts.Count; i++)
        {
            if (migration.Scripts[i].Direction == direction && migration.Scripts[i].Variant == variant)
            {
                return migration.Scripts[i];
            }
        }

        return null;
    }
}
