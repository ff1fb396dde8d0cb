namespace MigrationTooling.Text;

/// <summary>What is well-formed UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.</summary>
internal static class Utf8
{
    private const int LongestSequence = 4;

    /// <summary>Index of the first byte that does not belong to a well-formed sequence; -1 where all do.</summary>
    public static int FirstInvalid(byte[] bytes, int start, int length)
    {
        int end = start + length;
        int i = start;
        while (i < end)
        {
            int sequence = SequenceLength(bytes[i]);
            if (sequence == 0 || i + sequence > end || !IsWellFormed(bytes, i, sequence))
            {
                return i;
            }

            i += sequence;
        }

        return -1;
    }

    /// <summary>How many bytes at the end begin a sequence whose rest has not been read yet.</summary>
    public static int IncompleteTail(byte[] bytes, int start, int length)
    {
        for (int back = 1; back < LongestSequence && back <= length; back++)
        {
            byte b = bytes[start + length - back];
            if ((b & 0xC0) != 0x80)
            {
                return SequenceLength(b) > back ? back : 0;
            }
        }

        return 0;
    }

    private static int SequenceLength(byte lead) => lead switch
    {
        < 0x80 => 1,
        >= 0xC2 and < 0xE0 => 2,
        >= 0xE0 and < 0xF0 => 3,
        >= 0xF0 and < 0xF5 => 4,
        _ => 0,
    };

    private static bool IsWellFormed(byte[] bytes, int start, int sequence)
    {
        for (int i = 1; i < sequence; i++)
        {
            if ((bytes[start + i] & 0xC0) != 0x80)
            {
                return false;
            }
        }

        return bytes[start] switch
        {
            0xE0 => bytes[start + 1] >= 0xA0,
            0xED => bytes[start + 1] < 0xA0,
            0xF0 => bytes[start + 1] >= 0x90,
            0xF4 => bytes[start + 1] < 0x90,
            _ => true,
        };
    }
}
