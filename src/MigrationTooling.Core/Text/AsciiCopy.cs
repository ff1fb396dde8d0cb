using System;

namespace MigrationTooling.Text;

/// <summary>
/// Copies characters to bytes as long as they are ASCII and none of two others, four at a time: strings of a script are too short for anything that
/// has to be called first.
/// </summary>
internal static class AsciiCopy
{
    private const ulong Ones = 0x0001_0001_0001_0001;
    private const ulong Highest = 0x8000_8000_8000_8000;
    private const ulong NotAscii = 0xFF80_FF80_FF80_FF80;

    // Elsewhere four characters are no number that may lie anywhere, or lie in it the other way round.
    private static readonly bool TakesFour = BitConverter.IsLittleEndian && IntPtr.Size == sizeof(ulong);

    /// <summary>How many of at most so many characters were copied.</summary>
    public static unsafe int UpTo(char* from, int most, byte* to, char one, char other)
    {
        int i = 0;
        if (TakesFour)
        {
            ulong first = one * Ones;
            ulong second = other * Ones;
            for (; i <= most - 4; i += 4)
            {
                ulong four = *(ulong*)(from + i);

                // The lowest of those that are equal turns negative; where none is, none borrows from the next.
                if ((four & NotAscii) != 0 || ((((four ^ first) - Ones) | ((four ^ second) - Ones)) & Highest) != 0)
                {
                    break;
                }

                four = (four | (four >> 8)) & 0x0000_FFFF_0000_FFFF;
                *(uint*)(to + i) = (uint)(four | (four >> 16));
            }
        }

        for (; i < most; i++)
        {
            char c = from[i];
            if (c >= 0x80 || c == one || c == other)
            {
                break;
            }

            to[i] = (byte)c;
        }

        return i;
    }
}
