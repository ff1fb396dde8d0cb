using System.Linq;
using MigrationTooling.Core.Tests.Rules;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Locking;

public sealed class LockEditsTests
{
    private const string Text = "create table a (id); insert into a values (1);";
    private const string Edited = "create table a (id); insert into a values (2);";

    [Fact]
    public void Add_appends_what_is_not_locked_and_leaves_the_other_lines_alone()
    {
        var before = Locks.Of(File("1_a.sql"), File("2_b.sql"));

        var edit = LockEdits.Add(before, Migrations(File("1_a.sql"), File("2_b.sql"), File("10_d.sql"), File("9_c.sql")), null);

        Assert.False(edit.IsRefused);
        Assert.Equal(before.Entries, edit.Lock.Entries.Take(2));
        Assert.Equal(["2_b", "9_c"], edit.Lock.Entries.Skip(2).Select(entry => entry.After));
        Assert.Equal([(null, "9_c"), (null, "10_d")], edit.Changes.Select(change => (change.Before, change.After?.Split(' ')[0])));
    }

    [Theory]
    [InlineData("2_b")]
    [InlineData("2")]
    public void Add_stops_at_its_target(string target)
    {
        var edit = LockEdits.Add(LockFile.Empty(Dialect.Sqlite), Migrations(File("1_a.sql"), File("2_b.sql"), File("3_c.sql")), target);

        Assert.Equal(["1_a", "2_b"], edit.Lock.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void Add_knows_no_unknown_target()
    {
        var edit = LockEdits.Add(LockFile.Empty(Dialect.Sqlite), Migrations(File("1_a.sql")), "7");

        Assert.Equal("There is no migration 7.", edit.Misuse);
        Assert.Empty(edit.Lock.Entries);
    }

    [Theory]
    [InlineData("1_a.sql", Edited, "MIG0001")]
    [InlineData("1_b.sql", Text, "MIG0002")]
    [InlineData("1_b.sql", "select 7;", "MIG0003")]
    [InlineData("9_z.sql", "select 7;", "MIG0004")]
    [InlineData("0_z.sql", "select 7;", "MIG0004,MIG0005")]
    public void Add_is_never_the_reflex_that_defeats_the_guard(string path, string text, string rules)
    {
        var before = Locks.Of(File("1_a.sql", Text));

        var edit = LockEdits.Add(before, Migrations(File(path, text)), null);

        Assert.Equal(rules, string.Join(",", edit.Refusals.Select(finding => finding.Rule.Id)));
        Assert.Same(before, edit.Lock);
        Assert.Empty(edit.Changes);
    }

    [Fact]
    public void Add_locks_beside_a_changed_comment_without_touching_its_line()
    {
        var before = Locks.Of(File("1_a.sql", Text));

        var edit = LockEdits.Add(before, Migrations(File("1_a.sql", Text + "-- why"), File("2_b.sql")), null);

        Assert.Equal(before.Entries[0], edit.Lock.Entries[0]);
        Assert.Equal(2, edit.Lock.Entries.Count);
    }

    [Fact]
    public void Refresh_stamps_what_changed_in_comments_only()
    {
        var before = Locks.Of(File("1_a.sql", Text), File("2_b.sql"));
        var migrations = Migrations(File("1_a.sql", Text + "-- why"), File("2_b.sql"));

        var edit = LockEdits.Refresh(before, migrations);

        Assert.Single(edit.Changes);
        Assert.Equal(migrations[0].Scripts[0].Section.H1, edit.Lock.Entries[0].Scripts[0].H1);
        Assert.Equal(before.Entries[1], edit.Lock.Entries[1]);
        Assert.Empty(Judge(Locks.Read(edit.Lock), File("1_a.sql", Text + "-- why"), File("2_b.sql")).Findings);
    }

    [Fact]
    public void Refresh_stamps_nothing_where_statements_changed_anywhere()
    {
        var edit = LockEdits.Refresh(Locks.Of(File("1_a.sql", Text), File("2_b.sql")), Migrations(File("1_a.sql", Edited), File("2_b.sql", "create table t (id integer);-- why")));

        Assert.Equal(["MIG0001"], edit.Refusals.Select(finding => finding.Rule.Id));
        Assert.Empty(edit.Changes);
    }

    [Fact]
    public void Remove_takes_lines_out_and_links_the_rest()
    {
        var before = Locks.Of(File("1_a.sql"), File("2_b.sql"), File("3_c.sql"));

        var edit = LockEdits.Remove(before, ["2_b"]);

        Assert.Equal(["1_a", "3_c"], edit.Lock.Entries.Select(entry => entry.Id));
        Assert.Empty(LockReader.Read(LockWriter.Write(edit.Lock)).Problems);
        Assert.Contains(edit.Changes, change => change.After is null && change.Before!.StartsWith("2_b ", System.StringComparison.Ordinal));
    }
}
