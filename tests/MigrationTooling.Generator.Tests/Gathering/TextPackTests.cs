using System;
using System.IO;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Tasks.Gathering;
using Xunit;

namespace MigrationTooling.Generator.Tests.Gathering;

/// <summary>The file in which the build embeds a set's small scripts.</summary>
public sealed class TextPackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrate-pack-").FullName;

    private string Target => Path.Combine(_folder, "migrations.0.texts");

    [Fact]
    public void A_script_that_changed_behind_its_stamp_is_refused_and_the_pack_before_stays()
    {
        var script = Script("SELECT 1;\n");
        new TextPack(Target, [script]).Write();
        byte[] before = File.ReadAllBytes(Target);
        File.WriteAllText(script.File.FullPath, "SELECT 2;\n");

        var e = Assert.Throws<IOException>(() => new TextPack(Target, [script]).Write());

        Assert.Equal(script.File.FullPath + " was changed while it was read.", e.Message);
        Assert.Equal(before, File.ReadAllBytes(Target));
    }

    [Fact]
    public void What_a_killed_build_left_unfinished_is_written_over()
    {
        File.WriteAllText(Target + ".new", new string('x', 10_000));

        new TextPack(Target, [Script("SELECT 1;\n")]).Write();

        var texts = new EmbeddedTexts(name => name == "App.Migrations/texts" ? File.OpenRead(Target) : null, "App.Migrations/");
        using var reader = new StreamReader(texts.Open("001_a.sql")!);
        Assert.Equal("SELECT 1;\n", reader.ReadToEnd());
        Assert.Equal([Target], Directory.GetFiles(_folder, "*texts*"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PackedScript Script(string text)
    {
        string path = Path.Combine(_folder, "001_a.sql");
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(path, bytes);
        return new PackedScript(new FoundFile(path, "001_a.sql"), new FileStamp("001_a.sql", bytes.Length, BytesDigest.Of(bytes), null));
    }
}
