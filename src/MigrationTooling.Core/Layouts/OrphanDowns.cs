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
            foreach (var (draft, script) in orphans)
            {
                draft.Remove(script);
                findings.Add(Orphan(draft, script, idsByLetters[draft.Id].FirstOrDefault()));
            }
        }
    }

    private static Finding Orphan(MigrationDraft draft, ScriptFacts script, string? sameLetters)
    {
        string message = script.Variant is { } dialect && draft.HasUp
            ? $"{script.Path} is a down script for {dialect.Word()}, but {draft.Id} has no up script for it."
            : $"{script.Path} is a down script, but {draft.Id} has no up script.";
        string fix = sameLetters is null || sameLetters == draft.Id
            ? "Expected the up script beside it; remove the down script if it was left behind."
            : $"Expected the same letters as {sameLetters}, which differs from it only in case.";
        return NotPlaced.At(script.Path, message, fix) with { Migration = draft.Id };
    }
}
