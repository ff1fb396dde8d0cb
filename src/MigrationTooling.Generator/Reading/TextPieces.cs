using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace MigrationTooling.Generator.Reading;

/// <summary>
/// A text in pieces of whole lines. As one string, a file of a thousand lines is a large object, and few of those make the compiler
/// collect all of its memory.
/// </summary>
internal static class TextPieces
{
    private const int Length = 16 * 1024; // characters

    public static IEnumerable<string> Of(SourceText text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + Length < text.Length ? BehindLine(text, start, start + Length) : text.Length;
            yield return text.ToString(TextSpan.FromBounds(start, end));
        }
    }

    /// <summary>Where the last line that ends before <paramref name="end"/> is over; of a longer line, where that one is.</summary>
    private static int BehindLine(SourceText text, int start, int end)
    {
        int last = end;
        while (last > start && text[last - 1] != '\n')
        {
            last--;
        }

        if (last > start)
        {
            return last;
        }

        while (end < text.Length && text[end - 1] != '\n')
        {
            end++;
        }

        return end;
    }
}
