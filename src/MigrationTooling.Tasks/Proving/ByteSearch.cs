using System;
using System.IO;

namespace MigrationTooling.Tasks.Proving;

/// <summary>Finds bytes in a stream without holding it in memory; skips by the needle's length (Horspool), since an assembly may carry large scripts.</summary>
internal static class ByteSearch
{
    private const int ChunkBytes = 1 << 20;

    public static bool Contains(Stream stream, byte[] needle)
    {
        int[] skips = Skips(needle);
        byte[] chunk = new byte[ChunkBytes + needle.Length];
        int kept = 0;
        int read;
        while ((read = stream.Read(chunk, kept, chunk.Length - kept)) > 0)
        {
            int length = kept + read;
            if (Contains(chunk, length, needle, skips))
            {
                return true;
            }

            // A match may straddle two chunks.
            kept = Math.Min(length, needle.Length - 1);
            Buffer.BlockCopy(chunk, length - kept, chunk, 0, kept);
        }

        return false;
    }

    private static bool Contains(byte[] bytes, int length, byte[] needle, int[] skips)
    {
        int last = needle.Length - 1;
        for (int at = 0; at + last < length; at += skips[bytes[at + last]])
        {
            int matched = last;
            while (matched >= 0 && bytes[at + matched] == needle[matched])
            {
                matched--;
            }

            if (matched < 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int[] Skips(byte[] needle)
    {
        var skips = new int[256];
        for (int b = 0; b < skips.Length; b++)
        {
            skips[b] = needle.Length;
        }

        for (int i = 0; i < needle.Length - 1; i++)
        {
            skips[needle[i]] = needle.Length - 1 - i;
        }

        return skips;
    }
}
