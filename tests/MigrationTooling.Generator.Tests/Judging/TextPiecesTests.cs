using System;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Generator.Reading;
using Xunit;

namespace MigrationTooling.Generator.Tests.Judging;

/// <summary>How the lock and the facts are read from the compiler.</summary>
public class TextPiecesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(100, 3_000)]
    [InlineData(3_000, 100)]
    [InlineData(20_000, 5)]
    [InlineData(16 * 1024, 3)]
    [InlineData((16 * 1024) - 1, 3)]
    public void The_pieces_are_the_text_in_whole_lines(int lineLength, int lines)
    {
        string text = string.Concat(Enumerable.Range(0, lines).Select(number => new string((char)('a' + (number % 26)), lineLength) + "\n"));
        foreach (string whole in new[] { text, text + "end", text + new string('x', 40_000) })
        {
            string[] pieces = TextPieces.Of(SourceText.From(whole)).ToArray();

            Assert.Equal(whole, string.Concat(pieces));
            Assert.All(pieces.SkipLast(1), piece => Assert.EndsWith("\n", piece, StringComparison.Ordinal));
            Assert.All(pieces, piece => Assert.True(piece.Length <= Math.Max(16 * 1024, Math.Max(lineLength + 1, 40_000)), "A piece is longer than it may be."));
        }

        Assert.Empty(TextPieces.Of(SourceText.From("")));
    }
}
