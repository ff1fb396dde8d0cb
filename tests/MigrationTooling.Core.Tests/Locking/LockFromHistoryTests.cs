using System.Linq;
using MigrationTooling.Core.Tests.Rules;
using MigrationTooling.Facts;
using MigrationTooling.History;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Locking;

public sealed class LockFromHistoryTests
{
    private const string Text = "create table a (id); insert into a values (1);";
    private const string Edited = "create table a (id); insert into a values (2);";

    private static readonly LockFile None = LockFile.Empty(Dialect.Sqlite);

    private static HistoryRow Row(string id, long sequence, FileFacts ran, MigrationState state = MigrationState.Completed, params string[] former) =>
        new(id, sequence, state, new RowText(ran.Sections[0].H1, ran.Sections[0].S1)) { FormerIds = former.ToEquatableList() };

    private static LockEditResult Rebuild(LockFile file, FileFacts[] files, params HistoryRow[] rows) =>
        LockEdits.FromHistory(file, Migrations(files), rows, Dialect.Sqlite);

    [Fact]
    public void A_lost_lock_is_what_the_files_give_for_what_was_applied_in_the_order_of_versions()
    {
        FileFacts[] files = [File("1_a.sql"), File("2_b.sql", Text), File("10_c.sql"), File("11_open.sql")];

        var edit = Rebuild(None, files, Row("2_b", 1, files[1]), Row("1_a", 2, files[0]), Row("10_c", 3, files[2]), Row("11_open", 4, files[3], MigrationState.Failed));

        Assert.False(edit.IsRefused);
        Assert.Equal(Locks.Of(files[..3]).Entries.Select(e => e with { Line = 0 }), edit.Lock.Entries);
    }

    [Fact]
    public void Former_ids_come_back_as_aliases() =>
        Assert.Equal(["1_old"], Assert.Single(Rebuild(None, [File("1_a.sql")], Row("1_a", 1, File("1_a.sql"), former: "1_old")).Lock.Entries).Aliases);

    [Fact]
    public void A_lock_that_says_the_same_is_kept_as_it_is()
    {
        var locked = Locks.Of(File("1_a.sql"), File("2_b.sql"));

        var edit = Rebuild(locked, [File("1_a.sql"), File("2_b.sql")], Row("1_a", 1, File("1_a.sql")));

        Assert.Empty(edit.Changes);
        Assert.Equal(locked, edit.Lock);
    }

    [Fact]
    public void A_file_that_is_not_what_ran_is_refused_and_named()
    {
        var edit = Rebuild(None, [File("1_a.sql", Edited), File("2_b.sql")], Row("1_a", 1, File("1_a.sql", Text)), Row("2_b", 2, File("2_b.sql")));

        Assert.Equal(["MIG0505"], edit.Refusals.Select(f => f.Rule.Id));
        Assert.Empty(edit.Lock.Entries);
    }

    [Fact]
    public void A_file_that_is_gone_is_refused_and_named() =>
        Assert.Equal(["MIG0506"], Rebuild(None, [File("2_b.sql")], Row("1_a", 1, File("1_a.sql")), Row("2_b", 2, File("2_b.sql"))).Refusals.Select(f => f.Rule.Id));

    [Fact]
    public void A_readable_lock_that_says_otherwise_is_never_overwritten()
    {
        var locked = Locks.Of(File("1_a.sql", Text));

        var edit = Rebuild(locked, [File("1_a.sql", Edited)], Row("1_a", 1, File("1_a.sql", Edited)));

        Assert.Equal(["MIG0001"], edit.Refusals.Select(f => f.Rule.Id));
        Assert.Equal(locked, edit.Lock);
    }

    [Fact]
    public void An_edit_that_the_lock_accepts_is_no_disagreement()
    {
        var before = Locks.Of(File("1_a.sql", Text));
        var locked = Locks.Read(LockEdits.Accept(before, Migrations(File("1_a.sql", Edited)), "1_a", "meant").Lock);

        Assert.False(Rebuild(locked, [File("1_a.sql", Edited)], Row("1_a", 1, File("1_a.sql", Text))).IsRefused);
    }

    [Fact]
    public void A_database_that_ran_nothing_can_not_say_what_to_freeze() =>
        Assert.NotNull(Rebuild(None, [File("1_a.sql")], Row("1_a", 1, File("1_a.sql"), MigrationState.Failed)).Misuse);
}
