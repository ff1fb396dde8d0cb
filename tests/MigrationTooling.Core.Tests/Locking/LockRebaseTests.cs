using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Locking;

/// <summary>Two branches that locked migrations after the same one, met in every way in which git leaves them.</summary>
public sealed class LockRebaseTests
{
    private static readonly FileFacts A = File("1_a.sql", "select 1;");
    private static readonly FileFacts Base2 = File("2_base.sql", "select 22;");
    private static readonly FileFacts Ours2 = File("2_ours.sql", "select 21;");
    private static readonly FileFacts Ours3 = File("3_ours.sql", "select 31;");

    [Fact]
    public void Conflict_markers_are_resolved_with_the_base_s_lines_first()
    {
        var theirs = Locks.Of(A, Base2);
        string conflicted = Conflicted(Locks.Of(A, Ours3), theirs);
        Assert.Equal([true], LockReader.Read(conflicted).Problems.Select(problem => problem.MendedByRebase));

        var result = LockEdits.Rebase(LockReader.Read(conflicted), theirs, Migrations(A, Base2, Ours3));

        Assert.Equal(["1_a", "2_base", "3_ours"], result.Edit.Lock.Entries.Select(entry => entry.Id));
        Assert.Empty(result.Renumberings);
        Assert.Empty(Judge(Locks.Read(result.Edit.Lock), A, Base2, Ours3).Findings);
    }

    [Fact]
    public void A_first_lock_on_each_branch_is_one_conflict_from_the_first_line_on()
    {
        var theirs = Locks.Of(A);
        string ours = LockWriter.Write(Locks.Of(Ours3));
        string conflicted = $"<<<<<<< HEAD\n{ours}=======\n{LockWriter.Write(theirs)}>>>>>>> main\n";

        var result = LockEdits.Rebase(LockReader.Read(conflicted), theirs, Migrations(A, Ours3));

        Assert.Equal(["1_a", "3_ours"], result.Edit.Lock.Entries.Select(entry => entry.Id));
        Assert.Empty(LockReader.Read(LockWriter.Write(result.Edit.Lock)).Problems);
    }

    [Fact]
    public void The_ancestor_that_diff3_shows_is_read_over()
    {
        var theirs = Locks.Of(A, Base2);
        string conflicted = Conflicted(Locks.Of(A, Ours3), theirs).Replace("=======\n", "||||||| 1234567\nthe text both branches began from\n=======\n", StringComparison.Ordinal);

        Assert.Single(LockReader.Read(conflicted).Problems);
        Assert.Equal(3, LockEdits.Rebase(LockReader.Read(conflicted), theirs, Migrations(A, Base2, Ours3)).Edit.Lock.Entries.Count);
    }

    [Fact]
    public void A_fork_without_markers_is_resolved_too()
    {
        var theirs = Locks.Of(A, Base2);
        var forked = theirs with { Entries = theirs.Entries.Concat(Locks.Of(A, Ours3).Entries.Skip(1)).ToEquatableList() };
        Assert.Equal(["MIG0005"], RuleIds(Judge(forked, A, Base2, Ours3)));

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(forked)), theirs, Migrations(A, Base2, Ours3));

        Assert.Empty(Judge(Locks.Read(result.Edit.Lock), A, Base2, Ours3).Findings);
    }

    [Fact]
    public void Two_branches_with_the_same_number_are_one_finding_and_ours_gets_a_new_one()
    {
        var theirs = Locks.Of(A, Base2);
        var forked = theirs with { Entries = theirs.Entries.Concat(Locks.Of(A, Ours2).Entries.Skip(1)).ToEquatableList() };
        Assert.Equal(["MIG0005"], RuleIds(Judge(forked, A, Base2, Ours2)));

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(forked)), theirs, Migrations(A, Base2, Ours2));

        var renumbering = Assert.Single(result.Renumberings);
        Assert.Equal(("2_ours", "3_ours"), (renumbering.OldId, renumbering.NewId));
        Assert.Equal([new FileMove("2_ours.sql", "3_ours.sql")], renumbering.Moves);
        Assert.Equal(["2_ours"], result.Edit.Lock.Entries[2].Aliases);
        Assert.Empty(Judge(Locks.Read(result.Edit.Lock), A, Base2, File("3_ours.sql", "select 21;")).Findings);
    }

    [Fact]
    public void Renumbering_keeps_our_own_order_and_renames_no_file_over_another()
    {
        var theirs = Locks.Of(A, File("8_base.sql", "select 8;"));
        var ours = Locks.Of(A, File("2_x.sql", "select 2;"), File("9_y.sql", "select 9;"));
        FileFacts[] files = [A, File("8_base.sql", "select 8;"), File("2_x.sql", "select 2;"), File("9_y.sql", "select 9;"), File("9_x.sql", "select 10;")];

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(ours)), theirs, Migrations(files));

        Assert.Equal(["1_a", "8_base", "9_x", "10_y"], result.Edit.Lock.Entries.Select(entry => entry.Id));
        Assert.Equal([("9_x", "11_x"), ("9_y", "10_y"), ("2_x", "9_x")], result.Renumberings.Select(r => (r.OldId, r.NewId)));
        Assert.Empty(Judge(Locks.Read(result.Edit.Lock), Moved(files, result.Renumberings)).Findings);
    }

    [Fact]
    public void Unlocked_files_that_sort_before_the_base_get_new_numbers_too()
    {
        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(Locks.Of(A))), Locks.Of(A, Ours3), Migrations(A, Ours3, File("2_new.sql", "select 5;")));

        Assert.Equal([("2_new", "4_new")], result.Renumberings.Select(r => (r.OldId, r.NewId)));
        Assert.Equal(2, result.Edit.Lock.Entries.Count);
    }

    [Fact]
    public void An_accepted_hotfix_keeps_its_number()
    {
        FileFacts[] ourFiles = [A, Ours3, File("2_hotfix.sql", "select 2;")];
        var ours = LockEdits.Accept(Locks.Of(A, Ours3), Migrations(ourFiles), "2_hotfix", "night").Lock;
        var theirs = Locks.Of(A, File("4_base.sql", "select 4;"));
        FileFacts[] files = [.. ourFiles, File("4_base.sql", "select 4;")];

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(ours)), theirs, Migrations(files));

        Assert.Equal(["1_a", "4_base", "5_ours", "2_hotfix"], result.Edit.Lock.Entries.Select(entry => entry.Id));
        Assert.Equal("night", result.Edit.Lock.Accepted.Single().Reason);
        Assert.Empty(Judge(Locks.Read(result.Edit.Lock), Moved(files, result.Renumberings)).Findings);
    }

    [Fact]
    public void What_ours_renamed_stays_renamed_at_the_base_s_place()
    {
        var shared = Locks.Of(A, Ours3);
        var ours = LockEdits.Rename(shared, Migrations(File("1_b.sql", "select 1;"), Ours3), "1_a", "1_b", false).Lock;

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(ours)), shared, Migrations(File("1_b.sql", "select 1;"), Ours3));

        Assert.Equal(["1_b", "3_ours"], result.Edit.Lock.Entries.Select(entry => entry.Id));
        Assert.Equal(["1_a"], result.Edit.Lock.Entries[0].Aliases);
    }

    [Fact]
    public void What_the_base_renamed_stays_renamed()
    {
        var shared = Locks.Of(A, Ours3);
        var theirs = LockEdits.Rename(shared, Migrations(File("1_b.sql", "select 1;"), Ours3), "1_a", "1_b", false).Lock;

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(shared)), theirs, Migrations(File("1_b.sql", "select 1;"), Ours3));

        Assert.Equal(theirs.Entries.Select(entry => entry with { Line = 0 }), result.Edit.Lock.Entries.Select(entry => entry with { Line = 0 }));
    }

    [Fact]
    public void Two_new_names_for_one_migration_are_refused()
    {
        var shared = Locks.Of(A);
        var theirs = LockEdits.Rename(shared, Migrations(File("1_b.sql", "select 1;")), "1_a", "1_b", false).Lock;
        var ours = LockEdits.Rename(shared, Migrations(File("1_c.sql", "select 1;")), "1_a", "1_c", false).Lock;

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(ours)), theirs, Migrations(File("1_c.sql", "select 1;")));

        Assert.Equal("1_c and 1_b are two new names of one migration, given on two branches.", result.Edit.Refusals.Single().Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_text_that_was_accepted_last_is_kept_whichever_branch_accepted_it(bool oursAccepted)
    {
        var shared = Locks.Of(A);
        var edited = File("1_a.sql", "select 11;");
        var accepted = LockEdits.Accept(shared, Migrations(edited), "1_a", "why").Lock;
        var (ours, theirs) = oursAccepted ? (accepted, shared) : (shared, accepted);

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(ours)), theirs, Migrations(edited));

        Assert.Equal(accepted.Entries.Single().Scripts, result.Edit.Lock.Entries.Single().Scripts);
        Assert.Equal("why", result.Edit.Lock.Accepted.Single().Reason);
        Assert.Empty(Judge(Locks.Read(result.Edit.Lock), edited).Findings);
    }

    [Fact]
    public void One_id_with_two_texts_is_refused()
    {
        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(Locks.Of(File("1_a.sql", "select 7;")))), Locks.Of(A), Migrations(A));

        Assert.Equal("1_a is locked with different texts here and in the base.", result.Edit.Refusals.Single().Message);
        Assert.Empty(result.Edit.Changes);
    }

    [Fact]
    public void Only_comments_that_differ_follow_the_file()
    {
        var commented = File("1_a.sql", "select 1;-- why");
        var ours = LockEdits.Refresh(Locks.Of(A), Migrations(commented)).Lock;

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(ours)), Locks.Of(A), Migrations(commented));

        Assert.Equal(ours.Entries[0].Scripts, result.Edit.Lock.Entries[0].Scripts);
    }

    [Fact]
    public void A_lock_that_cannot_be_read_whole_is_not_rebased()
    {
        string text = LockWriter.Write(Locks.Of(A)).Replace("end\n", "", StringComparison.Ordinal);

        Assert.Equal(["MIG0007"], LockEdits.Rebase(LockReader.Read(text), Locks.Of(A), Migrations(A)).Edit.Refusals.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void Files_of_the_base_that_it_did_not_lock_keep_their_numbers()
    {
        var theirs = File("3_theirs.sql", "select 33;");
        var ours = Locks.Of(A, File("3_x.sql", "select 3;"));

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(ours)), Locks.Of(A, Base2), Migrations(A, Base2, theirs, File("3_x.sql", "select 3;")), ["3_theirs"]);

        Assert.Equal([("3_x", "4_x")], result.Renumberings.Select(r => (r.OldId, r.NewId)));
    }

    [Fact]
    public void A_rebase_onto_what_is_there_already_changes_nothing()
    {
        var ours = Locks.Of(A, Base2, Ours3);

        var result = LockEdits.Rebase(LockReader.Read(LockWriter.Write(ours)), Locks.Of(A, Base2), Migrations(A, Base2, Ours3));

        Assert.Empty(result.Edit.Changes);
        Assert.Equal(LockWriter.Write(ours), LockWriter.Write(result.Edit.Lock));
    }

    [Theory]
    [InlineData("2024/2_a.up.sql,2024/2_a.down.sql", "9_a", "2024/9_a.up.sql,2024/9_a.down.sql")]
    [InlineData("old/2_a/up.sql,old/2_a/down.sql", "9_a", "old/9_a/up.sql,old/9_a/down.sql")]
    [InlineData("2_a.sql,2_a.rollback.sql", "9_b", "9_b.sql,9_b.rollback.sql")]
    [InlineData("2_a..up.sql", "9_a", "9_a..up.sql")]
    [InlineData("V1_2__a.sql,U1_2__other.sql", "V1_9__a", "V1_9__a.sql,U1_9__other.sql")]
    [InlineData("2_a.postgres.autocommit.up.sql", "9_a", "9_a.postgres.autocommit.up.sql")]
    public void A_migration_s_files_move_in_their_layout(string from, string newId, string to)
    {
        var migration = Migrations(from.Split(',').Select(path => File(path)).ToArray()).Single();

        Assert.Equal(to.Split(','), FileMoves.For(migration, newId).Select(move => move.To));
        Assert.Equal(newId, FileNameParser.Parse(FileMoves.For(migration, newId)[0].To).Id);
    }

    /// <summary>The files after the renames, done one by one as the tool does them.</summary>
    private static FileFacts[] Moved(IEnumerable<FileFacts> files, IEnumerable<Renumbering> renumberings)
    {
        var disk = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var move in renumberings.SelectMany(r => r.Moves))
        {
            Assert.DoesNotContain(move.To, disk.Keys);
            disk.Add(move.To, disk[move.From] with { Path = move.To });
            disk.Remove(move.From);
        }

        return [.. disk.Values];
    }

    /// <summary>What git leaves where both branches appended after the same line.</summary>
    private static string Conflicted(LockFile ours, LockFile theirs)
    {
        string[] left = LockWriter.Write(ours).Split('\n');
        string[] right = LockWriter.Write(theirs).Split('\n');
        return string.Join('\n', [.. left[..2], "<<<<<<< HEAD", .. left[2..^2], "=======", .. right[2..^2], ">>>>>>> main", .. left[^2..]]);
    }
}
