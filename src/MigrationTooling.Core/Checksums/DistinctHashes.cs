using System;
using MigrationTooling.Model;

namespace MigrationTooling.Checksums;

/// <summary>Collects the distinct statement hashes of a section into its sketch; four to sixteen bytes a statement, so that a script of millions stays cheap.</summary>
internal sealed class DistinctHashes
{
    private uint[] _slots = new uint[8];
    private int _used; // of the slots; zero, which marks a free slot, is counted apart
    private bool _hasZero;

    public void Add(uint hash)
    {
        if (hash == 0)
        {
            _hasZero = true;
            return;
        }

        if (!Insert(_slots, hash) || ++_used <= _slots.Length / 2)
        {
            return;
        }

        var larger = new uint[_slots.Length * 2];
        foreach (uint slot in _slots)
        {
            if (slot != 0)
            {
                Insert(larger, slot);
            }
        }

        _slots = larger;
    }

    public Sketch ToSketch()
    {
        int count = _used + (_hasZero ? 1 : 0);
        if (count == 0)
        {
            return Sketch.Empty;
        }

        // Zero, where it was seen, is the place that nothing is written to.
        uint[] sorted = new uint[count];
        int next = _hasZero ? 1 : 0;
        foreach (uint slot in _slots)
        {
            if (slot != 0)
            {
                sorted[next++] = slot;
            }
        }

        Array.Sort(sorted);
        if (count > Sketch.Size)
        {
            Array.Resize(ref sorted, Sketch.Size);
        }

        return new Sketch(count, sorted.ToEquatableList());
    }

    private static bool Insert(uint[] slots, uint hash)
    {
        int mask = slots.Length - 1;
        int at = (int)hash & mask;
        while (slots[at] != 0)
        {
            if (slots[at] == hash)
            {
                return false;
            }

            at = (at + 1) & mask;
        }

        slots[at] = hash;
        return true;
    }
}
