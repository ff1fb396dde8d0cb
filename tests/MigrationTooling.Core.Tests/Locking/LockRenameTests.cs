using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Rules;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Locking;

public sealed class LockRenameTests
{
    private static readonly FileFacts First = File("1_first.sql", "select 1;");
    private static readonly FileFacts Last = File("5_last.sql", "select 5;");

    [Fact]
    public void A_rename_keeps_the_checksums_and_the_former_id()
    {
        var before = Locks.Of(First, File("2_a.sql", "select 2;"), Last);
        FileFacts[] after = [First, File("2_b.sql", "select 2;"), Last];

        var edit = LockEdits.Rename(before, Migrations(after), "2_a", "2_b", reorder: false);

        Assert.Equal(before.Entries[1].Scripts, edit.Lock.Entries[1].Scripts);
        Assert.Equal(["2_a"], edit.Lock.Entries[1].Aliases);
        Assert.Equal("2_b", edit.Lock.Entries[2].After);
        Assert.Empty(Judge(Locks.Read(edit.Lock), after).Findings);
        Assert.Equal([("2_a", "2_b"), ("5_last", "5_last")], edit.Changes.Select(change => (change.Before!.Split(' ')[0], change.After!.Split(' ')[0])));
    }

    [Fact]
    public void A_second_rename_keeps_all_former_ids_oldest_first()
    {
        var once = Locks.Read(LockEdits.Rename(Locks.Of(File("2_a.sql")), Migrations(File("2_b.sql")), "2_a", "2_b", false).Lock);

        var twice = Locks.Read(LockEdits.Rename(once, Migrations(File("2_c.sql")), "2_b", "2_c", false).Lock);

        Assert.Equal(["2_a", "2_b"], twice.Entries[0].Aliases);
    }

    [Fact]
    public void A_renamed_and_changed_file_is_renamed_first_and_then_accepted()
    {
        FileFacts[] after = [File("2_b.sql", "select 22;")];
        var before = Locks.Of(File("2_a.sql", "select 2;"));
        Assert.Equal(["MIG0003"], RuleIds(Judge(before, after)));

        var renamed = Locks.Read(LockEdits.Rename(before, Migrations(after), "2_a", "2_b", false).Lock);
        Assert.Equal(["MIG0001"], RuleIds(Judge(renamed, after)));

        var accepted = Locks.Read(LockEdits.Accept(renamed, Migrations(after), "2_b", "why").Lock);
        Assert.Empty(Judge(accepted, after).Findings);
    }

    [Fact]
    public void Was_lines_go_with_their_migration()
    {
        var accepted = Locks.Read(LockEdits.Accept(Locks.Of(File("2_a.sql", "select 2;")), Migrations(File("2_a.sql", "select 3;")), "2_a", "why").Lock);

        var renamed = LockEdits.Rename(accepted, Migrations(File("2_b.sql", "select 3;")), "2_a", "2_b", false).Lock;

        Assert.Equal("2_b", renamed.Accepted.Single().Id);
        Assert.Empty(LockReader.Read(LockWriter.Write(renamed)).Problems);
    }

    [Theory]
    [InlineData("6_a.sql")]
    [InlineData("0_a.sql")]
    public void A_rename_that_changes_the_order_needs_to_say_so(string path)
    {
        var before = Locks.Of(First, File("2_a.sql", "select 2;"), Last);
        FileFacts[] after = [First, File(path, "select 2;"), Last];
        string newId = path.Replace(".sql", "", System.StringComparison.Ordinal);

        var refused = LockEdits.Rename(before, Migrations(after), "2_a", newId, reorder: false);
        var done = LockEdits.Rename(before, Migrations(after), "2_a", newId, reorder: true);

        Assert.Equal(["MIG0005"], refused.Refusals.Select(finding => finding.Rule.Id));
        Assert.EndsWith($"dotnet migrate rename 2_a {newId} --reorder.", refused.Refusals[0].Fix, System.StringComparison.Ordinal);
        Assert.Empty(Judge(Locks.Read(done.Lock), after).Findings);
        Assert.Equal(done.Lock.Entries.Select(entry => entry.Id).OrderBy(id => id, System.StringComparer.Ordinal), done.Lock.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void A_rename_over_a_file_that_is_not_locked_yet_changes_the_order_too()
    {
        FileFacts[] after = [First, File("9_a.sql", "select 2;"), File("7_new.sql", "select 7;")];

        Assert.Equal(["MIG0005"], LockEdits.Rename(Locks.Of(First, File("2_a.sql", "select 2;")), Migrations(after), "2_a", "9_a", false).Refusals.Select(finding => finding.Rule.Id));
    }

    [Theory]
    [InlineData("8_x", "8_y", "8_x is not locked, so its files can be renamed freely.")]
    [InlineData("1_first", "2_b", "1_first still has its files; rename them to 2_b first.")]
    [InlineData("2_a", "5_last", "5_last is locked itself.")]
    [InlineData("2_a", "2_x", "There is no file of a migration 2_x.")]
    [InlineData("2_a", "05_c", "05_c has the version of 5_last; give it one of its own.")]
    public void What_makes_no_sense_is_said(string oldId, string newId, string misuse)
    {
        var migrations = Migrations(First, Last, File("2_b.sql", "select 2;"), File("05_c.sql", "select 2;"));

        var edit = LockEdits.Rename(Locks.Of(First, File("2_a.sql", "select 2;"), Last), migrations, oldId, newId, reorder: false);

        Assert.Equal(misuse, edit.Misuse);
        Assert.Empty(edit.Changes);
    }

    [Fact]
    public void A_name_that_was_renamed_already_says_its_new_one() =>
        Assert.Equal(
            "2_a is locked as 2_b already.",
            LockEdits.Rename(LockEdits.Rename(Locks.Of(File("2_a.sql")), Migrations(File("2_b.sql")), "2_a", "2_b", false).Lock, Migrations(File("2_b.sql")), "2_a", "2_c", false).Misuse);

    [Fact]
    public void A_retired_id_is_never_used_again()
    {
        var renamed = Locks.Read(LockEdits.Rename(Locks.Of(File("2_a.sql")), Migrations(File("2_b.sql")), "2_a", "2_b", false).Lock);

        var back = LockEdits.Rename(renamed, Migrations(File("2_a.sql")), "2_b", "2_a", false);

        Assert.Equal(["MIG0011"], back.Refusals.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void The_commands_that_findings_print_do_what_they_say()
    {
        var before = Locks.Of(First, File("2_a.sql", "select 2;"), Last);
        FileFacts[] after = [First, File("7_a.sql", "select 2;"), Last];
        string fix = Judge(before, after).Findings.Single().Fix;
        bool reorder = fix.Contains("--reorder", System.StringComparison.Ordinal);

        var edit = LockEdits.Rename(before, Migrations(after), "2_a", "7_a", reorder);

        Assert.Contains("dotnet migrate rename 2_a 7_a", fix, System.StringComparison.Ordinal);
        Assert.DoesNotContain(Judge(Locks.Read(edit.Lock), after).Findings, finding => finding.Severity == Severity.Error);
    }
}
