using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Text;

public class TextDecoderTests
{
    [Theory]
    [InlineData("EF BB BF 61", "a")]
    [InlineData("EF BB BF EF BB BF 61 EF BB BF", "a\uFEFF")]
    [InlineData("61 0D 0A 62 0D 0A", "a\nb\n")]
    [InlineData("61 0D 62 0D", "a\rb\r")]
    [InlineData("61 0D 0D 0A 62", "a\nb")]
    [InlineData("0D 0A", "\n")]
    [InlineData("", "")]
    [InlineData("C3 A9 E8 A1 A8 F0 9F 98 80", "é表😀")]
    [InlineData("EF BF BD", "\uFFFD")]
    [InlineData("00 61", "\0a")]
    public void Sound_bytes_become_their_normal_form(string hex, string text)
    {
        var decoded = TextDecoder.Decode(Bytes(hex));

        Assert.Equal(text, decoded.Text);
        Assert.Null(decoded.InvalidUtf8At);
        Assert.True(TextDecoder.IsUtf8(Bytes(hex), Bytes(hex).Length));
    }

    [Theory]
    [InlineData("FF", 1, 1)]
    [InlineData("61 0A 62 E9 63", 2, 2)]
    [InlineData("61 0D 0A 62 E9", 2, 2)]
    [InlineData("EF BB BF E9 61", 1, 1)]
    [InlineData("F0 9F 98 80 E9", 1, 3)]
    [InlineData("EF BF BD 80", 1, 2)]
    [InlineData("61 C3", 1, 2)]
    [InlineData("61 F0 9F 98", 1, 2)]
    [InlineData("C0 AF", 1, 1)]
    [InlineData("E0 9F BF", 1, 1)]
    [InlineData("61 ED A0 80", 1, 2)]
    [InlineData("F0 8F BF BF", 1, 1)]
    [InlineData("F4 90 80 80", 1, 1)]
    [InlineData("F5 80 80 80", 1, 1)]
    [InlineData("FE FF 00 61", 1, 1)]
    public void The_first_byte_that_is_not_UTF8_is_placed(string hex, int line, int column)
    {
        var decoded = TextDecoder.Decode(Bytes(hex));

        Assert.Equal(new TextPlace(line, column), decoded.InvalidUtf8At);
        Assert.Contains('\uFFFD', decoded.Text);
        Assert.False(TextDecoder.IsUtf8(Bytes(hex), Bytes(hex).Length));
    }

    [Fact]
    public void What_the_framework_calls_UTF8_is_called_so_here()
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        byte[] interesting = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF];
        foreach (byte[] bytes in interesting.SelectMany(a => interesting, (a, b) => (a, b)).SelectMany(ab => interesting, (ab, c) => new[] { ab.a, ab.b, c, (byte)0x80 }))
        {
            Assert.Equal(IsSound(strict, bytes), TextDecoder.Decode(bytes).InvalidUtf8At is null);
            Assert.Equal(IsSound(strict, bytes), TextDecoder.IsUtf8([.. bytes, 0xFF], bytes.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Nothing_depends_on_where_a_buffer_ends(int length)
    {
        string text = "\uFEFF" + new string('x', length) + "\r\né表😀\r\r\n\rz\0\r\n";
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0xE8, 0xA1, (byte)'\n'];
        string expected = new string('x', length) + "\né表😀\n\rz\0\n\uFFFD\n";

        var decoded = TextDecoder.Decode(bytes);

        Assert.Equal(expected, decoded.Text);
        Assert.Equal(new TextPlace(4, 1), decoded.InvalidUtf8At);
        Assert.Equal(expected[..^2], TextNormalizer.Normalize(text));
    }

    public static TheoryData<int> Lengths => [.. new[] { 1024, 2048, 4096, 32 * 1024, 64 * 1024 }.SelectMany(size => Enumerable.Range(size - 20, 24))];

    private static bool IsSound(UTF8Encoding strict, byte[] bytes)
    {
        try
        {
            strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static byte[] Bytes(string hex) => hex.Length == 0 ? [] : hex.Split(' ').Select(b => Convert.ToByte(b, 16)).ToArray();
}
