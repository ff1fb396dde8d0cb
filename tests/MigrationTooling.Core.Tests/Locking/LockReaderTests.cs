using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Locking;

/// <summary>Broken locks; one folder of tests/Cases each for the states a person meets, and here what no folder can show.</summary>
public sealed class LockReaderTests
{
    private static readonly FileFacts[] Files = [File("1_a.sql", "select 1; select 2;"), File("2_b.sql", "select 3;"), File("2_b.down.sql", "select 4;"), File("3_c d.sql")];
    private static readonly string Sound = LockWriter.Write(Locks.Of(Files));

    [Fact]
    public void A_lock_cut_off_anywhere_is_broken()
    {
        for (int length = 0; length < Sound.Length - 1; length++)
        {
            Assert.NotEmpty(LockReader.Read(Sound[..length]).Problems);
        }
    }

    [Fact]
    public void No_single_missing_character_goes_unnoticed()
    {
        for (int i = 0; i < Sound.Length - 1; i++)
        {
            var verdict = MigrationTooling.Rules.Judge.Run(new SetInput("M", Files.ToEquatableList(), LockReader.Read(Sound.Remove(i, 1)), false));

            Assert.Contains(verdict.Findings, finding => finding.Severity == Severity.Error);
        }
    }

    [Fact]
    public void No_line_can_be_taken_out_doubled_or_moved_unnoticed()
    {
        var lines = Sound.TrimEnd('\n').Split('\n').ToList();
        var mutants = new List<List<string>>();
        for (int i = 0; i < lines.Count; i++)
        {
            mutants.Add([.. lines.Take(i), .. lines.Skip(i + 1)]);
            mutants.Add([.. lines.Take(i), lines[i], .. lines.Skip(i)]);
            mutants.AddRange(Enumerable.Range(i + 1, lines.Count - i - 1).Select(j => Swapped(lines, i, j)));
        }

        // Without its last line the lock is a sound one of an earlier day, so that one alone is for lock --check --against.
        mutants.RemoveAll(mutant => mutant.SequenceEqual([.. lines.Take(lines.Count - 2), lines[^1]]));
        Assert.All(mutants, mutant => Assert.NotEmpty(LockReader.Read(string.Join('\n', mutant) + "\n").Problems));
    }

    [Theory]
    [InlineData("after=1_a", "after=2_b", 3)]
    [InlineData("after=-", "after=1_a", 2)]
    [InlineData("after=-", "after=3_c%20d", 2)]
    public void Links_in_a_ring_are_broken_where_they_begin(string link, string other, int line)
    {
        var problem = Assert.Single(LockReader.Read(Sound.Replace(link, other, StringComparison.Ordinal)).Problems);

        Assert.Equal(line, problem.Place.Line);
    }

    [Theory]
    [InlineData(" after=", " h1=0 after=", "has h1 twice")]
    [InlineData(" after=", " after=1_a after=", "has after twice")]
    [InlineData(" after=", "  after=", "has a space too many")]
    [InlineData(" after=", " colour=red after=", "has an unknown field colour")]
    [InlineData(" sketch=", " sketch=0", "The field sketch of ID is malformed")]
    [InlineData(" s1=", " S1=", "has an unknown field S1")]
    public void A_line_is_judged_alike_wherever_it_stands(string right, string wrong, string message)
    {
        string[] lines = Sound.Split('\n');
        foreach (string feed in new[] { "\n", "\r\n" })
        {
            for (int line = 1; line <= 3; line++)
            {
                string[] broken = [.. lines];
                broken[line] = broken[line].Replace(right, wrong, StringComparison.Ordinal);
                string id = broken[line].Split(' ')[0].Replace("%20", " ", StringComparison.Ordinal);

                var problem = LockReader.Read(string.Join(feed, broken)).Problems.First(p => p.Place.Line == line + 1);

                Assert.Contains(message.Replace("ID", id, StringComparison.Ordinal), problem.Message, StringComparison.Ordinal);
                Assert.Contains(id, problem.Message, StringComparison.Ordinal);
                Assert.InRange(problem.Place.Column, broken[line].IndexOf(wrong.TrimStart().Split(' ', '=')[0], StringComparison.Ordinal), broken[line].IndexOf(wrong, StringComparison.Ordinal) + wrong.Length + 1);
            }
        }
    }

    [Fact]
    public void A_cut_through_a_line_is_one_problem() =>
        Assert.Equal("The lock is cut off: its end line is missing.", Assert.Single(LockReader.Read(Sound[..(Sound.Length - 30)]).Problems).Message);

    [Fact]
    public void Each_conflict_is_one_problem_at_its_first_line()
    {
        string[] lines = Sound.Split('\n');
        string text = string.Join('\n', [lines[0], "<<<<<<< HEAD", lines[1], "=======", lines[2], ">>>>>>> main", "<<<<<<< HEAD", lines[3], "=======", ">>>>>>> main", .. lines[4..]]);

        var read = LockReader.Read(text);

        Assert.Equal([2, 7], read.Problems.Select(problem => problem.Place.Line));
        Assert.Equal(["1_a", "2_b", "3_c d"], read.Lock.Entries.Select(entry => entry.Id));
    }

    [Theory]
    [InlineData("=======")]
    [InlineData(">>>>>>> main")]
    public void A_marker_left_behind_is_a_conflict(string marker) =>
        Assert.Contains("merge conflict", LockReader.Read(Sound.Replace("\n2_b ", $"\n{marker}\n2_b ", StringComparison.Ordinal)).Problems[0].Message, StringComparison.Ordinal);

    [Fact]
    public void A_conflict_hides_no_changed_file()
    {
        string text = Sound.Replace("\n3_c", "\n<<<<<<< HEAD\n=======\n>>>>>>> main\n3_c", StringComparison.Ordinal);
        FileFacts[] changed = [File("1_a.sql", "select 7;"), .. Files[1..]];

        Assert.Equal(["MIG0001", "MIG0007"], RuleIds(MigrationTooling.Rules.Judge.Run(new SetInput("M", changed.ToEquatableList(), LockReader.Read(text), false))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("a \"quoted\" word, 100 % = sure\\")]
    [InlineData("two\nlines\r\nand a \t tab, \u0007 and \u0085")]
    [InlineData("größer als 日本 🙂")]
    [InlineData("ends with reason=\"x\" end")]
    public void Any_reason_is_read_back_as_it_was_given(string reason)
    {
        var file = Locks.Of(Files) with { Accepted = EquatableList.Of(new AcceptedEdit("1_a", null, Hash("a"), Hash("b"), null, reason, 3)) };

        var read = LockReader.Read(LockWriter.Write(file));

        Assert.Empty(read.Problems);
        Assert.Equal(reason, read.Lock.Accepted.Single().Reason);
    }

    [Theory]
    [InlineData("reason=why")]
    [InlineData("reason=\"why")]
    [InlineData("reason=\"a\"b\"")]
    [InlineData("reason=\"a\\x\"")]
    [InlineData("reason=\"a\\u00")]
    [InlineData("reason=\"a\\\"")]
    [InlineData("reason=\"\\u0041\"")]
    public void A_malformed_reason_is_a_problem(string reason)
    {
        string line = $"was 1_a h1=- s1=- down=- {reason}";

        Assert.Equal(["The reason on the was line of 1_a is not a quoted text."], LockReader.Read(Sound.Replace("\n2_b ", $"\n{line}\n2_b ", StringComparison.Ordinal)).Problems.Select(problem => problem.Message));
    }

    [Fact]
    public void A_newer_format_is_not_judged_by_an_older_reader()
    {
        var read = LockReader.Read(Sound.Replace("format 1", "format 2", StringComparison.Ordinal).Replace("h1=", "h9=", StringComparison.Ordinal));

        Assert.Contains("Update", Assert.Single(read.Problems).Fix, StringComparison.Ordinal);
        Assert.Empty(read.Lock.Entries);
        Assert.Null(read.HeaderDialect);
    }

    [Fact]
    public void Ids_of_300_characters_spaces_and_Unicode_are_read_back()
    {
        FileFacts[] files = [File("1_" + new string('x', 298) + ".sql"), File("2 mit Größe, 100%=.sql"), File("3_日本\u00a0🙂.sql")];

        var read = LockReader.Read(LockWriter.Write(LockEdits.Add(LockFile.Empty(Dialect.Sqlite), Migrations(files), null).Lock));

        Assert.Empty(read.Problems);
        Assert.Equal(Migrations(files).Select(m => m.Id), read.Lock.Entries.Select(entry => entry.Id));
    }

    private static List<string> Swapped(List<string> lines, int i, int j)
    {
        var swapped = lines.ToList();
        (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
        return swapped;
    }
}
