using System;
using MigrationTooling.Checksums;

namespace MigrationTooling.Rules;

/// <summary>How much of two scripts is the same, judged by their sketches.</summary>
public static class Similarity
{
    /// <summary>From this share on, two scripts are taken for one that was edited.</summary>
    public const double Threshold = 0.5;

    /// <summary>
    /// The share of the longer script's distinct statements that the shorter one has too, 0 to 1. Exact where both
    /// sketches are complete; else estimated from the hashes below the highest one both would have kept.
    /// </summary>
    public static double Share(Sketch left, Sketch right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return 0;
        }

        uint limit = Math.Min(Limit(left), Limit(right));
        int common = 0, union = 0, l = 0, r = 0;
        while (l < left.Smallest.Count || r < right.Smallest.Count)
        {
            ulong leftHash = l < left.Smallest.Count ? left.Smallest[l] : ulong.MaxValue;
            ulong rightHash = r < right.Smallest.Count ? right.Smallest[r] : ulong.MaxValue;
            if (Math.Min(leftHash, rightHash) > limit)
            {
                break;
            }

            union++;
            common += leftHash == rightHash ? 1 : 0;
            l += leftHash <= rightHash ? 1 : 0;
            r += rightHash <= leftHash ? 1 : 0;
        }

        double jaccard = union == 0 ? 0 : (double)common / union;
        double shared = jaccard * ((double)left.Count + right.Count) / (1 + jaccard);
        return shared / Math.Max(left.Count, right.Count);
    }

    private static uint Limit(Sketch sketch) => sketch.IsComplete ? uint.MaxValue : sketch.Smallest[sketch.Smallest.Count - 1];
}
