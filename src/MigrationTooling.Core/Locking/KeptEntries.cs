using System.Collections.Generic;

namespace MigrationTooling.Locking;

/// <summary>
/// Holds what was found of a lock, made when first asked for: the same lock is judged against on every key pressed in an editor. Plays no
/// part in the equality of the record that holds it; a copy with other entries makes its own.
/// </summary>
internal sealed class KeptEntries
{
    private Kept? _kept; // one reference, so that two threads never see halves

    public EntriesById Of(IReadOnlyList<LockEntry> entries)
    {
        var kept = _kept;
        if (kept is null || !ReferenceEquals(kept.Of, entries))
        {
            _kept = kept = new Kept(entries, new EntriesById(entries));
        }

        return kept.ById;
    }

    public override bool Equals(object? obj) => obj is KeptEntries;

    public override int GetHashCode() => 0;

    private sealed class Kept(IReadOnlyList<LockEntry> of, EntriesById byId)
    {
        public IReadOnlyList<LockEntry> Of => of;

        public EntriesById ById => byId;
    }
}
