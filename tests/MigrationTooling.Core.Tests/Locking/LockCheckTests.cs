using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Locking;

public sealed class LockCheckTests
{
    private static readonly FileFacts A = File("1_a.sql", "select 1;");
    private static readonly FileFacts B = File("2_b.sql", "select 2;");
    private static readonly FileFacts C = File("3_c.sql", "select 3;");
    private static readonly FileFacts Edited = File("1_a.sql", "select 11;");

    [Fact]
    public void What_is_not_locked_is_found() =>
        Assert.Equal(["MIG0012 2_b.sql(1,1) 2_b is not locked."], Check(Locks.Of(A), [A, B], null));

    [Fact]
    public void All_locked_and_no_base_is_well() => Assert.Empty(Check(Locks.Of(A, B), [A, B], null));

    [Fact]
    public void New_lines_behind_the_base_s_are_well() => Assert.Empty(Check(Locks.Of(A, B), [A, B], Locks.Of(A)));

    [Fact]
    public void A_removed_line_is_found() =>
        Assert.Equal(["MIG0013 migrations.lock(1,1) The line of 2_b was removed."], Check(Locks.Of(A), [A], Locks.Of(A, B)));

    [Fact]
    public void A_line_changed_by_hand_is_found() =>
        Assert.Equal(["MIG0013 migrations.lock(2,1) The checksums of 1_a were changed."], Check(Locks.Of(Edited), [Edited], Locks.Of(A)));

    [Fact]
    public void A_line_inserted_before_the_base_s_is_found() =>
        Assert.Equal(["MIG0013 migrations.lock(3,1) The new line of 2_b stands before lines that were there."], Check(Locks.Of(A, B, C), [A, B, C], Locks.Of(A, C)));

    [Fact]
    public void A_moved_line_is_found()
    {
        var moved = Locks.Of(A, B) with { Entries = EquatableList.Of(Locks.Of(A, B).Entries[1], Locks.Of(A, B).Entries[0]) };

        Assert.Equal(["MIG0013 migrations.lock(2,1) The line of 1_a was moved up."], Check(Locks.Of(A, B), [A, B], moved));
    }

    [Fact]
    public void Another_dialect_is_found() =>
        Assert.Equal(
            ["MIG0013 migrations.lock(1,1) The lock's dialect was changed from sqlite to postgresql."],
            Check(Locks.Of(A) with { Dialect = Dialect.PostgreSql }, [A], Locks.Of(A)));

    [Fact]
    public void An_accepted_edit_is_recognised_by_its_was_line()
    {
        var accepted = Locks.Read(LockEdits.Accept(Locks.Of(A), Migrations(Edited), "1_a", "why").Lock);

        Assert.Empty(Check(accepted, [Edited], Locks.Of(A)));
        Assert.Equal(["MIG0013"], Check(accepted with { Accepted = EquatableList<AcceptedEdit>.Empty }, [Edited], Locks.Of(A)).Select(line => line[..7]));
    }

    [Fact]
    public void A_was_line_of_the_base_must_stay()
    {
        var accepted = Locks.Read(LockEdits.Accept(Locks.Of(A), Migrations(Edited), "1_a", "why").Lock);

        Assert.Equal(
            ["MIG0013 migrations.lock(2,1) A was line of 1_a was removed or changed."],
            Check(Locks.Of(Edited), [Edited], accepted));
    }

    [Fact]
    public void A_refreshed_line_is_recognised_by_its_statements()
    {
        var commented = File("1_a.sql", "select 1;-- why");

        Assert.Empty(Check(LockEdits.Refresh(Locks.Of(A), Migrations(commented)).Lock, [commented], Locks.Of(A)));
    }

    [Fact]
    public void A_renamed_line_is_recognised_by_its_alias()
    {
        var renamedFile = File("1_z.sql", "select 1;");
        var renamed = Locks.Read(LockEdits.Rename(Locks.Of(A, B), Migrations(renamedFile, B), "1_a", "1_z", false).Lock);

        Assert.Empty(Check(renamed, [renamedFile, B], Locks.Of(A, B)));
        Assert.Equal(["MIG0013"], Check(Locks.Of(renamedFile, B), [renamedFile, B], Locks.Of(A, B)).Select(line => line[..7]).Distinct());
    }

    [Fact]
    public void A_rename_that_reordered_is_recognised_too()
    {
        var renamedFile = File("9_z.sql", "select 1;");
        var renamed = Locks.Read(LockEdits.Rename(Locks.Of(A, B), Migrations(renamedFile, B), "1_a", "9_z", true).Lock);

        Assert.Empty(Check(renamed, [renamedFile, B], Locks.Of(A, B)));
    }

    [Fact]
    public void A_lost_alias_is_found()
    {
        var renamedFile = File("1_z.sql", "select 1;");
        var renamed = Locks.Read(LockEdits.Rename(Locks.Of(A), Migrations(renamedFile), "1_a", "1_z", false).Lock);

        Assert.Equal(["MIG0013 migrations.lock(2,1) 1_z lost its former id 1_a."], Check(Locks.Of(renamedFile), [renamedFile], renamed));
    }

    [Fact]
    public void Checksums_of_a_variant_need_their_acceptance()
    {
        FileFacts[] before = [File("1_a.up.sql", "select 1;")];
        FileFacts[] after = [before[0], File("1_a.postgres.up.sql", "select 2;")];
        var accepted = Locks.Read(LockEdits.Accept(Locks.Of(before), Migrations(after), "1_a", "why").Lock);

        Assert.Empty(Check(accepted, after, Locks.Of(before)));
        Assert.Equal(["MIG0013 migrations.lock(2,1) The line of 1_a got postgresql checksums."], Check(Locks.Of(after), after, Locks.Of(before)));
        Assert.Equal(["MIG0013 migrations.lock(2,1) The line of 1_a lost its postgresql checksums."], Check(Locks.Of(before), before, Locks.Of(after)));
    }

    private static IEnumerable<string> Check(LockFile file, FileFacts[] files, LockFile? against) =>
        LockCheck.Run(file, Migrations(files), against).Select(f => $"{f.Rule.Id} {f.File}({f.Place.Line},{f.Place.Column}) {f.Message}");
}
