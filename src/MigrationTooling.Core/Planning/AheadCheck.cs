using System.Linq;
using MigrationTooling.History;

namespace MigrationTooling.Planning;

/// <summary>
/// Tells an older program at a newer database from a lost file. Ahead: nothing of the manifest waits, and what is applied beyond
/// it was applied last.
/// </summary>
internal static class AheadCheck
{
    public static bool IsAhead(MigrationManifest manifest, HistoryMatch match, int pendingCount)
    {
        var unknown = match.Unknown.Where(r => r.IsApplied).ToArray();
        if (unknown.Length == 0 || pendingCount > 0 || manifest.Count == 0)
        {
            return false;
        }

        long lastKnown = manifest.Select(match.RowOf).OfType<HistoryRow>().Select(r => r.Sequence).DefaultIfEmpty(0).Max();
        return unknown.All(r => r.Sequence > lastKnown);
    }
}
