using MigrationTooling.Text;

namespace MigrationTooling.Checksums;

/// <summary>Hashes as people and files write them.</summary>
internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    public static string Lower(byte[] bytes)
    {
        int length = bytes.Length * 2;
        char[] text = SpareArrays<char>.Take(length);
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = Digits[bytes[i] >> 4];
            text[(2 * i) + 1] = Digits[bytes[i] & 0xF];
        }

        string hex = new(text, 0, length);
        SpareArrays<char>.GiveBack(text);
        return hex;
    }

    /// <summary>True where every character is a digit of <see cref="Lower"/>.</summary>
    public static bool IsLower(string text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes that <see cref="Lower"/> wrote.</summary>
    public static byte[] Bytes(string lower)
    {
        var bytes = new byte[lower.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((Value(lower[2 * i]) << 4) | Value(lower[(2 * i) + 1]));
        }

        return bytes;
    }

    private static int Value(char digit) => digit <= '9' ? digit - '0' : digit - 'a' + 10;
}
