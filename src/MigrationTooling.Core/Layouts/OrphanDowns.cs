using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Layouts;

/// <summary>Takes out the down scripts that have no up script to take back.</summary>
internal static class OrphanDowns
{
    public static List<MigrationDraft> TakeOut(IEnumerable<MigrationDraft> drafts, List<Finding> findings)
    {
        var all = drafts.ToList();
        if (all.Exists(draft => draft.HasDown))
        {
            TakeOutOf(all, findings);
        }

        return all.FindAll(draft => draft.HasUp);
    }

    private static void TakeOutOf(List<MigrationDraft> all, List<Finding> findings)
    {
        var orphans = all.Where(draft => draft.HasDown).SelectMany(draft => draft.Scripts
            .Where(script => script.Direction == Direction.Down && !draft.HasUpFor(script.Variant))
            .Select(script => (Draft: draft, Script: script))).ToList();
        if (orphans.Count > 0)
        {
            var idsByLetters = all.Where(draft => draft.HasUp).ToLookup(draft => draft.Id, draft => draft.Id, StringComparer.OrdinalIgnoreCase);
            var waiting = all.FindAll(static draft => draft.HasUp && !draft.HasDown);
            var withoutDown = waiting.ToLookup(static draft => draft.Version, static draft => draft.Id);
            var withoutDownByName = waiting.ToLookup(static draft => draft.Name, static draft => draft.Id, StringComparer.Ordinal);
            foreach (var (draft, script) in orphans)
            {
                draft.Remove(script);
                findings.Add(Orphan(draft, script, idsByLetters[draft.Id].FirstOrDefault(), Meant(draft, withoutDown, withoutDownByName)));
            }
        }
    }

    /// <summary>The migration whose down script this may be, under a mistyped name: the only one without a down script that has its version, or else its name.</summary>
    private static string? Meant(MigrationDraft orphan, ILookup<MigrationVersion, string> withoutDown, ILookup<string, string> withoutDownByName)
    {
        if (orphan.HasUp)
        {
            return null;
        }

        var same = withoutDown[orphan.Version];
        if (!same.Any() && orphan.Name.Length > 0)
        {
            same = withoutDownByName[orphan.Name];
        }

        return same.Take(2).Count() == 1 ? same.First() : null;
    }

    private static Finding Orphan(MigrationDraft draft, ScriptFacts script, string? sameLetters, string? meant)
    {
        string message = script.Variant is { } dialect && draft.HasUp
            ? $"{script.Path} is a down script for {dialect.Word()}, but {draft.Id} has no up script for it."
            : $"{script.Path} is a down script, but {draft.Id} has no up script.";
        string fix = sameLetters is not null && sameLetters != draft.Id
            ? $"Expected the same letters as {sameLetters}, which differs from it only in case."
            : meant is not null
                ? $"Give it the id {meant}, which has no down script, if it is meant for that; otherwise remove it."
                : "Expected the up script beside it; remove the down script if it was left behind.";
        return NotPlaced.At(script.Path, message, fix) with { Migration = draft.Id };
    }
}
