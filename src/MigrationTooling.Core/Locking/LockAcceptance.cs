using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Locking;

/// <summary>The edit behind <c>lock --accept</c>.</summary>
internal static class LockAcceptance
{
    public static LockEditResult Accept(LockFile file, LockIndex index, string id, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return LockDiff.Misused(file, "An acceptance needs its reason: --reason \"…\".");
        }

        if (index.Entry(id) is { } entry)
        {
            return index.Migration(id) is { } migration
                ? AcceptEdit(file, index, entry, migration, reason)
                : LockDiff.Refused(file, Of(id, index));
        }

        return index.Migration(id) is { } unlocked
            ? AcceptPlace(file, index, unlocked, reason)
            : LockDiff.Misused(file, $"There is no migration {id}.");
    }

    private static LockEditResult AcceptEdit(LockFile file, LockIndex index, LockEntry entry, MigrationFacts migration, string reason)
    {
        var findings = new List<Finding>();
        ChangeRules.Check(entry, migration, findings);
        if (findings.Any(finding => finding.Rule.Id == "MIG0004"))
        {
            return LockDiff.Refused(file, findings.Where(finding => finding.Rule.Id == "MIG0004"));
        }

        bool misplaced = !entry.OutOfOrder && Of(entry.Id, index).Any(finding => finding.Rule.Id == "MIG0005");
        if (!misplaced && findings.TrueForAll(finding => finding.Rule.Id == "MIG0008"))
        {
            return LockDiff.Misused(file, findings.Count == 0
                ? $"{entry.Id} is as it was locked; there is nothing to accept."
                : $"Only comments or formatting of {entry.Id} changed: {MendingCommand.Refresh} stamps it anew.");
        }

        var scripts = LockEntryMaker.Scripts(migration);
        var was = scripts.Select(script => Was(entry, script, reason)).OfType<AcceptedEdit>().ToList();
        if (was.Count == 0)
        {
            var first = entry.Scripts[0];
            was.Add(new AcceptedEdit(entry.Id, first.Variant, first.H1, first.S1, first.DownH1, reason, Line: 0));
        }

        return LockDiff.Edited(file, file with
        {
            Entries = file.Entries
                .Select(e => ReferenceEquals(e, entry) ? e with { Scripts = scripts, OutOfOrder = e.OutOfOrder || misplaced } : e)
                .ToEquatableList(),
            Accepted = file.Accepted.Concat(was).ToEquatableList(),
        });
    }

    /// <summary>What ran before in this variant: its own locked script, else the generic one.</summary>
    private static AcceptedEdit? Was(LockEntry entry, LockedScript now, string reason)
    {
        var before = entry.Scripts.FirstOrDefault(script => script.Variant == now.Variant)
            ?? entry.Scripts.FirstOrDefault(script => script.Variant is null);
        return before is not null && before.Variant == now.Variant && before.H1 == now.H1 && before.S1 == now.S1 && before.DownH1 == now.DownH1
            ? null
            : new AcceptedEdit(entry.Id, now.Variant, before?.H1, before?.S1, before?.DownH1, reason, Line: 0);
    }

    private static LockEditResult AcceptPlace(LockFile file, LockIndex index, MigrationFacts migration, string reason)
    {
        var findings = Of(migration.Id, index);
        if (findings.Any(finding => finding.Rule.Id != "MIG0005"))
        {
            return LockDiff.Refused(file, findings);
        }

        if (findings.Count == 0)
        {
            return LockDiff.Misused(file, $"{migration.Id} is not locked and in order: {MendingCommand.Lock} locks it.");
        }

        var entry = LockEntryMaker.Freeze(migration, null, outOfOrder: true);
        var was = new AcceptedEdit(entry.Id, entry.Scripts[0].Variant, null, null, null, reason, Line: 0);
        return LockDiff.Edited(file, file with
        {
            Entries = LockChain.Link(file.Entries.Concat([entry])).ToEquatableList(),
            Accepted = file.Accepted.Concat([was]).ToEquatableList(),
        });
    }

    private static List<Finding> Of(string id, LockIndex index) =>
        LockEdits.Errors(index).Where(finding => string.Equals(finding.Migration, id, StringComparison.Ordinal)).ToList();
}
