using System;
using System.Runtime.CompilerServices;
using MigrationTooling.Text;

namespace MigrationTooling.Checksums;

/// <summary>
/// SHA-256 (FIPS 180-4) of a few bytes that are in memory. The platform's own is faster for every text but the shortest; the first use
/// of it loads a library, which costs more than hashing a thousand migrations does.
/// </summary>
internal static class SmallSha256
{
    public const int HashLength = 32;

    private const int BlockLength = 64;
    private const int LengthOfLength = 8;
    private const int State = BlockLength; // behind the schedule

    // What MethodImplOptions calls AggressiveOptimization where it knows it: compiled once and well, in a compiler's process too.
    private const MethodImplOptions Optimized = (MethodImplOptions)512;

    private static readonly uint[] Initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static readonly uint[] Constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The hash of a part of an array.</summary>
    public static byte[] Of(byte[] bytes, int start, int length)
    {
        // The schedule of a block, and behind it the state.
        uint[] work = SpareArrays<uint>.Take(BlockLength + Initial.Length);
        byte[] tail = SpareArrays<byte>.Take(2 * BlockLength);
        Array.Copy(Initial, 0, work, BlockLength, Initial.Length);
        int whole = length - (length % BlockLength);
        for (int at = 0; at < whole; at += BlockLength)
        {
            Take(work, bytes, start + at);
        }

        int tailLength = Tail(tail, bytes, start + whole, length);
        for (int at = 0; at < tailLength; at += BlockLength)
        {
            Take(work, tail, at);
        }

        var hash = new byte[HashLength];
        for (int i = 0; i < hash.Length; i++)
        {
            hash[i] = (byte)(work[BlockLength + (i / 4)] >> (24 - (8 * (i % 4))));
        }

        SpareArrays<uint>.GiveBack(work);
        SpareArrays<byte>.GiveBack(tail);
        return hash;
    }

    /// <summary>The bytes behind the last whole block, a one bit, zeros, and the length in bits; how many bytes that makes.</summary>
    private static int Tail(byte[] tail, byte[] bytes, int start, int length)
    {
        int rest = length % BlockLength;
        int tailLength = rest + 1 + LengthOfLength <= BlockLength ? BlockLength : 2 * BlockLength;
        Buffer.BlockCopy(bytes, start, tail, 0, rest);
        Array.Clear(tail, rest, tailLength - rest);
        tail[rest] = 0x80;
        long bits = 8L * length;
        for (int i = 1; i <= LengthOfLength; i++)
        {
            tail[tailLength - i] = (byte)bits;
            bits >>= 8;
        }

        return tailLength;
    }

    [MethodImpl(Optimized)]
    private static void Take(uint[] w, byte[] bytes, int at)
    {
        for (int i = 0; i < 16; i++, at += 4)
        {
            w[i] = ((uint)bytes[at] << 24) | ((uint)bytes[at + 1] << 16) | ((uint)bytes[at + 2] << 8) | bytes[at + 3];
        }

        for (int i = 16; i < BlockLength; i++)
        {
            uint early = w[i - 15], late = w[i - 2];
            uint s0 = Right(early, 7) ^ Right(early, 18) ^ (early >> 3);
            uint s1 = Right(late, 17) ^ Right(late, 19) ^ (late >> 10);
            w[i] = unchecked(w[i - 16] + s0 + w[i - 7] + s1);
        }

        uint a = w[State], b = w[State + 1], c = w[State + 2], d = w[State + 3], e = w[State + 4], f = w[State + 5], g = w[State + 6], h = w[State + 7];
        uint[] k = Constants;
        for (int i = 0; i < k.Length; i++)
        {
            unchecked
            {
                uint one = h + (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i];
                uint two = (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
                h = g;
                g = f;
                f = e;
                e = d + one;
                d = c;
                c = b;
                b = a;
                a = one + two;
            }
        }

        unchecked
        {
            w[State] += a;
            w[State + 1] += b;
            w[State + 2] += c;
            w[State + 3] += d;
            w[State + 4] += e;
            w[State + 5] += f;
            w[State + 6] += g;
            w[State + 7] += h;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Right(uint value, int count) => (value >> count) | (value << (32 - count));
}
