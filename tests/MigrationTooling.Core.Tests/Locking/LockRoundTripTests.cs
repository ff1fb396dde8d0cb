using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Core.Tests.Rules;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Core.Tests.Locking;

public sealed class LockRoundTripTests
{
    private static readonly string A = Sets.Hash("a");
    private static readonly string B = Sets.Hash("b");
    private static readonly Sketch TwoStatements = new(2, EquatableList.Of(1u, 0xffffffff));

    [Fact]
    public void Every_kind_of_line_is_written_as_documented()
    {
        var file = new LockFile(
            Dialect.Sqlite,
            EquatableList.Of(
                new LockEntry("001_a", EquatableList.Of(new LockedScript(null, A, B, null, TwoStatements)), null, EquatableList<string>.Empty, false, 2),
                new LockEntry("003 größe, 100%", EquatableList.Of(new LockedScript(null, A, B, B, Sketch.Empty)), "001_a", EquatableList.Of("002_x", "002 y"), true, 3)),
            EquatableList.Of(new AcceptedEdit("003 größe, 100%", Dialect.Sqlite, null, null, null, "say \"why\" \\ \n\t", 4)));

        string text = LockWriter.Write(file);

        Assert.Equal(
            $"""
            migrations.lock format 1 dialect sqlite
            001_a h1={A} s1={B} down=- sketch=2:00000001.ffffffff after=-
            003%20größe%2C%20100%25 h1={A} s1={B} down={B} sketch=0: after=001_a alias=002_x,002%20y order=accepted
            was 003%20größe%2C%20100%25 h1=- s1=- down=- variant=sqlite reason="say \"why\" \\ \n\u0009"
            end

            """,
            text);
        var read = LockReader.Read(text);
        Assert.Empty(read.Problems);
        Assert.Equal(file, read.Lock);
    }

    [Fact]
    public void Variants_stand_beside_the_generic_script_or_alone()
    {
        var both = new LockEntry(
            "001_a",
            EquatableList.Of(
                new LockedScript(null, A, B, null, TwoStatements),
                new LockedScript(Dialect.Sqlite, null, null, B, Sketch.Empty),
                new LockedScript(Dialect.PostgreSql, B, A, A, Sketch.Empty)),
            null,
            EquatableList<string>.Empty,
            false,
            2);
        var alone = new LockEntry("002_b", EquatableList.Of(new LockedScript(Dialect.PostgreSql, A, B, null, TwoStatements)), "001_a", EquatableList<string>.Empty, false, 3);
        string text = LockWriter.Write(new LockFile(Dialect.Both, EquatableList.Of(both, alone), EquatableList<AcceptedEdit>.Empty));

        Assert.Contains($"\n001_a h1={A} s1={B} down=- sketch=2:00000001.ffffffff down.sqlite={B} h1.postgresql={B} s1.postgresql={A} down.postgresql={A} sketch.postgresql=0: after=-\n", text, System.StringComparison.Ordinal);
        Assert.Contains($"\n002_b h1.postgresql={A} s1.postgresql={B} down.postgresql=- sketch.postgresql=2:00000001.ffffffff after=001_a\n", text, System.StringComparison.Ordinal);
        var read = LockReader.Read(text);
        Assert.Empty(read.Problems);
        Assert.Equal([both, alone], read.Lock.Entries);
    }

    [Fact]
    public void A_sound_file_comes_back_byte_for_byte()
    {
        var migrations = Sets.Migrations(Enumerable.Range(1, 50).Select(i => Sets.File($"{i:000}_step {i}.sql", $"create table t{i} (id); insert into t{i} values ({i});")).ToArray());
        string text = LockWriter.Write(LockEdits.Add(LockFile.Empty(Dialect.Sqlite), migrations, null).Lock);

        Assert.Equal(text, LockWriter.Write(LockReader.Read(text).Lock));
    }

    [Fact]
    public void Carriage_returns_a_byte_order_mark_and_a_lacking_last_line_end_are_read_over()
    {
        string text = LockWriter.Write(LockEdits.Add(LockFile.Empty(Dialect.Sqlite), Sets.Migrations(Sets.File("001_a.sql")), null).Lock);
        var plain = LockReader.Read(text);

        var windows = LockReader.Read("\uFEFF" + text.Replace("\n", "\r\n", System.StringComparison.Ordinal).TrimEnd());

        Assert.Empty(windows.Problems);
        Assert.Equal(plain, windows);
    }

    [Fact]
    public void A_lock_that_comes_in_pieces_reads_as_the_whole_one_with_every_problem_at_its_line()
    {
        var migrations = Sets.Migrations(Enumerable.Range(1, 5).Select(i => Sets.File($"{i:000}_step.sql", $"create table t{i} (id);")).ToArray());
        string sound = "\uFEFF" + LockWriter.Write(LockEdits.Add(LockFile.Empty(Dialect.Sqlite), migrations, null).Lock);
        string[] texts = [sound, sound.Replace("004_step h1", "004_step h9", System.StringComparison.Ordinal), sound[..^9], "<<<<<<< ours\n" + sound, "\n \n", "migrations.lock format 99\n" + sound];

        foreach (string text in texts)
        {
            var whole = LockReader.Read(text);
            Assert.Equal(whole, LockReader.Read(Lines(text)));
            for (int end = text.IndexOf('\n', System.StringComparison.Ordinal); end >= 0; end = text.IndexOf('\n', end + 1))
            {
                Assert.Equal(whole, LockReader.Read([text[..(end + 1)], text[(end + 1)..]]));
            }
        }

        Assert.Equal(LockReader.Read(""), LockReader.Read([]));
        Assert.Empty(LockReader.Read(Lines(sound)).Problems);

        static string[] Lines(string text) => text.Split('\n').Select((line, i) => i == text.Count(c => c == '\n') ? line : line + "\n").ToArray();
    }
}
