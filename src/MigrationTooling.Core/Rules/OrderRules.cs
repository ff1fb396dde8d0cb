using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Rules;

/// <summary>MIG0005: forks in the lock, lines out of version order, files that would slip in before locked ones.</summary>
internal static class OrderRules
{
    /// <param name="index">The lock and the files.</param>
    /// <param name="explained">Unlocked ids that another finding speaks of already.</param>
    /// <param name="findings">Where findings are added.</param>
    public static void Check(LockIndex index, ISet<string> explained, List<Finding> findings)
    {
        foreach (var (entry, sibling) in index.Forks)
        {
            string fork = entry.After is null ? "both begin the lock" : $"both follow {entry.After}";
            findings.Add(new Finding(
                RuleTable.Get("MIG0005"),
                entry.Id,
                LockFile.FileName,
                new TextPlace(entry.Line, 1),
                $"{entry.Id} and {sibling.Id} {fork}: two branches locked them, and their order was never decided.",
                $"Run {MendingCommand.Rebase}."));
        }

        if (index.Forks.Count == 0)
        {
            CheckLockedOrder(index, findings);
        }

        if (index.Unlocked.Count > 0)
        {
            CheckUnlocked(index, explained, findings);
        }
    }

    private static void CheckLockedOrder(LockIndex index, List<Finding> findings)
    {
        LockEntry? highest = null;
        MigrationVersion? highestVersion = null;
        foreach (var (entry, version) in index.Versions)
        {
            if (highestVersion is null || version >= highestVersion)
            {
                (highest, highestVersion) = (entry, version);
            }
            else if (!entry.OutOfOrder)
            {
                findings.Add(new Finding(
                    RuleTable.Get("MIG0005"),
                    entry.Id,
                    LockFile.FileName,
                    new TextPlace(entry.Line, 1),
                    $"{entry.Id} is locked after {highest!.Id}, which has a higher version.",
                    $"Run {MendingCommand.Rebase} where only this branch has it, else accept its place: {MendingCommand.Accept(entry.Id)}."));
            }
        }
    }

    private static void CheckUnlocked(LockIndex index, ISet<string> explained, List<Finding> findings)
    {
        if (index.Newest is not { } newest)
        {
            return;
        }

        var last = index.Version(newest);
        foreach (var migration in index.Unlocked.Where(m => !explained.Contains(m.Id)))
        {
            string path = migration.Scripts.First(script => script.Direction == Direction.Up).Path;
            if (migration.Version < last)
            {
                findings.Add(new Finding(
                    RuleTable.Get("MIG0005"),
                    migration.Id,
                    path,
                    TextPlace.Start,
                    $"{migration.Id} comes before {newest.Id}, which is locked.",
                    $"Give it a later number, for example {NextVersion.After(newest.Id, migration.Id)}, or accept its place as a hotfix: {MendingCommand.Accept(migration.Id)}."));
            }
        }
    }
}
