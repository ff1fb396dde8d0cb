using System.Linq;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Generator.Tests.Running;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Generator.Tests.Emitting;

/// <summary>One hash: what the generator compiles in, what Core says and what the lock line says are the same for every way to save a file.</summary>
public class OneHashTests
{
    private const string Text = "CREATE TABLE größe (id INTEGER);\nINSERT INTO größe VALUES (1);\n";

    [Theory]
    [InlineData("LF", Text)]
    [InlineData("CRLF", "CREATE TABLE größe (id INTEGER);\r\nINSERT INTO größe VALUES (1);\r\n")]
    [InlineData("a byte order mark", "\uFEFF" + Text)]
    [InlineData("a byte order mark and CRLF", "\uFEFFCREATE TABLE größe (id INTEGER);\r\nINSERT INTO größe VALUES (1);\r\n")]
    public void The_same_text_has_the_same_hash_however_it_was_saved(string saved, string content)
    {
        Assert.NotEmpty(saved);
        AssertOneHash(content, Text);
    }

    [Fact]
    public void A_text_without_final_newline_has_a_hash_of_its_own()
    {
        AssertOneHash(Text.TrimEnd('\n'), Text.TrimEnd('\n'));
        Assert.NotEqual(Checksum.H1(Text), Checksum.H1(Text.TrimEnd('\n')));
    }

    private static void AssertOneHash(string content, string normalised)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        string core = Checksum.H1(normalised);
        var run = new GuardedProject().With("0001_a.sql", bytes).Locked().Run();
        Assert.Empty(run.Findings);

        var script = Assert.Single(run.CompiledManifest()[0].Scripts);
        string lockLine = LockWriter.Write(LockOf.Files([("0001_a.sql", bytes)]));

        Assert.Equal(core, script.H1);
        Assert.Contains("0001_a h1=" + core + " s1=" + script.S1 + " ", lockLine, System.StringComparison.Ordinal);
        using var text = script.OpenText();
        Assert.Equal(core, Checksum.H1(text));
        Assert.Equal(Dialect.Sqlite, LockReader.Read(lockLine).HeaderDialect);
    }
}
