using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Manifests;

/// <summary>The resources that carry the scripts' texts.</summary>
public class EmbeddedTextsTests
{
    private const string Prefix = "Shop.Migrations/";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["001_a.sql"] = "CREATE TABLE a (id INTEGER);\n",
        ["002_empty.sql"] = "",
        ["sub folder/003_grüße, 100%.sql"] = "SELECT 'grüße';\n",
    };

    [Fact]
    public void A_packed_text_comes_back_byte_by_byte()
    {
        var texts = Read(Pack(Texts));

        Assert.All(Texts, text => Assert.Equal(text.Value, Text(texts, text.Key)));
        Assert.Equal(Texts["001_a.sql"], Text(texts, "001_a.sql"));
        Assert.Null(texts.Open("004_none.sql"));
    }

    [Fact]
    public void A_text_that_is_not_packed_is_a_resource_of_its_own()
    {
        var texts = Read(Pack(Texts), (Prefix + "005_large.sql", Encoding.UTF8.GetBytes("SELECT 5;\n")));

        Assert.Equal("SELECT 5;\n", Text(texts, "005_large.sql"));
        Assert.Equal(Texts["001_a.sql"], Text(texts, "001_a.sql"));
    }

    [Fact]
    public void An_assembly_without_a_pack_has_each_text_as_a_resource()
    {
        var texts = new EmbeddedTexts(name => name == Prefix + "001_a.sql" ? new MemoryStream("SELECT 1;\n"u8.ToArray()) : null, Prefix);

        Assert.Equal("SELECT 1;\n", Text(texts, "001_a.sql"));
        Assert.Null(texts.Open("002_b.sql"));
    }

    [Fact]
    public void A_pack_that_is_cut_off_anywhere_is_said_and_never_read_as_a_shorter_text()
    {
        byte[] whole = Pack(Texts);

        for (int length = 0; length < whole.Length; length++)
        {
            var texts = Read(whole[..length]);
            var e = Assert.Throws<IOException>(() => texts.Open("sub folder/003_grüße, 100%.sql"));
            Assert.Contains("build it again", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pack_of_a_newer_version_says_what_to_update()
    {
        byte[] newer = Pack(Texts);
        newer[0]++;

        var e = Assert.Throws<IOException>(() => Read(newer).Open("001_a.sql"));

        Assert.Contains("another version of MigrationTooling; update its packages", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_changes_while_it_is_packed_is_refused()
    {
        var e = Assert.Throws<IOException>(() => EmbeddedTexts.Pack(new MemoryStream(), [new PackedText("001_a.sql", 5, () => new byte[6])]));

        Assert.Contains("'001_a.sql' was changed while it was read", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Pack(Dictionary<string, string> texts)
    {
        var pack = new MemoryStream();
        EmbeddedTexts.Pack(pack, [.. texts.Select(text => new PackedText(text.Key, Encoding.UTF8.GetByteCount(text.Value), () => Encoding.UTF8.GetBytes(text.Value)))]);
        return pack.ToArray();
    }

    private static EmbeddedTexts Read(byte[] pack, params (string Name, byte[] Bytes)[] others)
    {
        var resources = others.Append((Name: EmbeddedTexts.PackOf(Prefix), Bytes: pack)).ToDictionary(r => r.Name, r => r.Bytes, StringComparer.Ordinal);
        return new EmbeddedTexts(name => resources.TryGetValue(name, out byte[]? bytes) ? new MemoryStream(bytes) : null, Prefix);
    }

    private static string Text(EmbeddedTexts texts, string path)
    {
        using var reader = new StreamReader(texts.Open(path)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
