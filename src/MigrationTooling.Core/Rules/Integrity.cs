using System;
using System.Collections.Generic;
using MigrationTooling.Facts;
using MigrationTooling.Locking;

namespace MigrationTooling.Rules;

/// <summary>All integrity rules over one index. One cause gives one finding: what a rename explains is neither deleted nor out of order.</summary>
internal static class Integrity
{
    /// <summary>Returns the unlocked ids, and the paths of unplaced files, that a finding speaks of already.</summary>
    /// <param name="index">The lock and the files.</param>
    /// <param name="unplaced">Files whose names say no migration.</param>
    /// <param name="isSound">False where the lock has problems: an order is then not judged, for lines may be missing.</param>
    /// <param name="findings">Where findings are added.</param>
    public static (ISet<string> Ids, ISet<string> Paths) Check(LockIndex index, IReadOnlyList<FileFacts> unplaced, bool isSound, List<Finding> findings)
    {
        ChangeRules.Check(index, findings);
        var (explained, files) = GoneRules.Check(index, unplaced, findings);
        explained.UnionWith(RetiredRules.Check(index, explained, findings));
        explained.UnionWith(DuplicateRules.Check(index, explained, findings));
        if (isSound)
        {
            OrderRules.Check(index, explained, findings);
        }

        return (explained, files);
    }
}
