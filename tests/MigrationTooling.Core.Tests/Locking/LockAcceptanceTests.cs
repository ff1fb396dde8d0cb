using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Locking;

public sealed class LockAcceptanceTests
{
    private const string Text = "create table a (id); insert into a values (1);";
    private const string Edited = "create table a (id); insert into a values (2);";

    [Fact]
    public void An_accepted_edit_leaves_what_ran_before_as_a_was_line()
    {
        var before = Locks.Of(File("1_a.sql", Text), File("2_b.sql"));
        FileFacts[] files = [File("1_a.sql", Edited), File("2_b.sql")];

        var edit = LockEdits.Accept(before, Migrations(files), "1_a", "a \"typo\"");

        var was = Assert.Single(edit.Lock.Accepted);
        Assert.Equal((before.Entries[0].Scripts[0].H1, before.Entries[0].Scripts[0].S1, "a \"typo\""), (was.H1, was.S1, was.Reason));
        Assert.Empty(Judge(Locks.Read(edit.Lock), files).Findings);
        Assert.Equal(["1_a", "was"], edit.Changes.Select(change => change.After!.Split(' ')[0]));
    }

    [Fact]
    public void Accepted_options_of_a_variant_leave_its_own_was_line()
    {
        var before = Locks.Of(File("1_a.sql", Text), File("1_a.sqlite.sql", Text));
        var files = new[] { File("1_a.sql", Text), File("1_a.sqlite.sql", Text) };
        files[1] = files[1] with { Sections = EquatableList.Of(files[1].Sections[0] with { S1 = Hash("other options") }) };

        var edit = LockEdits.Accept(before, Migrations(files), "1_a", "runs outside of a transaction now");

        Assert.Equal(Dialect.Sqlite, Assert.Single(edit.Lock.Accepted).Variant);
        Assert.Empty(Judge(Locks.Read(edit.Lock), files).Findings);
    }

    [Fact]
    public void A_second_acceptance_keeps_the_first()
    {
        var once = Locks.Read(LockEdits.Accept(Locks.Of(File("1_a.sql", Text)), Migrations(File("1_a.sql", Edited)), "1_a", "one").Lock);

        var twice = Locks.Read(LockEdits.Accept(once, Migrations(File("1_a.sql", "select 3;")), "1_a", "two").Lock);

        Assert.Equal(["one", "two"], twice.Accepted.Select(was => was.Reason));
    }

    [Fact]
    public void An_accepted_hotfix_is_appended_and_keeps_its_place()
    {
        FileFacts[] files = [File("1_a.sql"), File("2_b.sql"), File("3_c.sql")];

        var edit = LockEdits.Accept(Locks.Of(files[0], files[2]), Migrations(files), "2_b", "hotfix of the night");

        Assert.Equal(("2_b", true, "3_c"), (edit.Lock.Entries[2].Id, edit.Lock.Entries[2].OutOfOrder, edit.Lock.Entries[2].After));
        Assert.Equal("hotfix of the night", edit.Lock.Accepted.Single().Reason);
        Assert.Empty(Judge(Locks.Read(edit.Lock), files).Findings);
    }

    [Fact]
    public void A_line_in_the_wrong_place_can_be_accepted_where_it_stands()
    {
        FileFacts[] files = [File("1_a.sql"), File("3_c.sql"), File("2_b.sql")];
        var locked = Locks.Of(files);
        var swapped = locked with { Entries = EquatableList.Of(locked.Entries[0], locked.Entries[2] with { After = "1_a" }, locked.Entries[1] with { After = "3_c" }) };
        Assert.Equal(["MIG0005"], RuleIds(Judge(swapped, files)));

        var edit = LockEdits.Accept(swapped, Migrations(files), "2_b", "ran so in production");

        Assert.Empty(Judge(Locks.Read(edit.Lock), files).Findings);
    }

    [Fact]
    public void An_accepted_down_keeps_the_old_one_in_its_was_line()
    {
        FileFacts[] before = [File("1_a.sql"), File("1_a.down.sql", "drop table t;")];
        FileFacts[] after = [before[0], File("1_a.down.sql", "drop table if exists t;")];
        var locked = Locks.Of(before);

        var edit = LockEdits.Accept(locked, Migrations(after), "1_a", "why");

        Assert.Equal(locked.Entries[0].Scripts[0].DownH1, edit.Lock.Accepted.Single().DownH1);
        Assert.Empty(Judge(Locks.Read(edit.Lock), after).Findings);
    }

    [Fact]
    public void An_accepted_variant_tells_what_ran_on_that_dialect_before()
    {
        var generic = File("1_a.up.sql", Text);
        FileFacts[] after = [generic, File("1_a.postgres.up.sql", Edited)];
        var locked = Locks.Of(generic);

        var edit = LockEdits.Accept(locked, Migrations(after), "1_a", "why");

        var was = edit.Lock.Accepted.Single();
        Assert.Equal((Dialect.PostgreSql, locked.Entries[0].Scripts[0].H1), (was.Variant!.Value, was.H1));
        Assert.Empty(Judge(Locks.Read(edit.Lock), after).Findings);
    }

    [Theory]
    [InlineData("1_a", "why", "1_a is as it was locked; there is nothing to accept.")]
    [InlineData("2_b", "why", "2_b is not locked and in order: dotnet migrate lock locks it.")]
    [InlineData("3_c", "why", "There is no migration 3_c.")]
    [InlineData("1_a", " ", "An acceptance needs its reason: --reason \"…\".")]
    public void What_makes_no_sense_is_said(string id, string reason, string misuse)
    {
        var edit = LockEdits.Accept(Locks.Of(File("1_a.sql")), Migrations(File("1_a.sql"), File("2_b.sql")), id, reason);

        Assert.Equal(misuse, edit.Misuse);
        Assert.Empty(edit.Changes);
    }

    [Fact]
    public void A_changed_comment_is_refreshed_not_accepted() =>
        Assert.Equal(
            "Only comments or formatting of 1_a changed: dotnet migrate lock --refresh stamps it anew.",
            LockEdits.Accept(Locks.Of(File("1_a.sql", Text)), Migrations(File("1_a.sql", Text + "-- why")), "1_a", "why").Misuse);

    [Fact]
    public void A_deletion_cannot_be_accepted()
    {
        var edit = LockEdits.Accept(Locks.Of(File("1_a.sql"), File("2_b.sql")), Migrations(File("2_b.sql")), "1_a", "why");

        Assert.Equal(["MIG0004"], edit.Refusals.Select(finding => finding.Rule.Id));
        Assert.Contains("Restore the file", edit.Refusals[0].Fix, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_variant_cannot_be_accepted()
    {
        FileFacts[] before = [File("1_a.up.sql", Text), File("1_a.postgres.up.sql", Edited)];

        Assert.Equal(["MIG0004"], LockEdits.Accept(Locks.Of(before), Migrations(before[0]), "1_a", "why").Refusals.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void A_duplicate_version_cannot_be_accepted() =>
        Assert.Equal(["MIG0006"], LockEdits.Accept(Locks.Of(File("1_a.sql")), Migrations(File("1_a.sql"), File("01_b.sql")), "01_b", "why").Refusals.Select(finding => finding.Rule.Id));

    [Fact]
    public void Trouble_elsewhere_does_not_hinder_an_acceptance()
    {
        var edit = LockEdits.Accept(Locks.Of(File("1_a.sql", Text), File("2_b.sql", Text)), Migrations(File("1_a.sql", Edited), File("2_b.sql", Edited)), "1_a", "why");

        Assert.False(edit.IsRefused);
        Assert.Equal(["MIG0001"], RuleIds(Judge(Locks.Read(edit.Lock), File("1_a.sql", Edited), File("2_b.sql", Edited))));
    }
}
