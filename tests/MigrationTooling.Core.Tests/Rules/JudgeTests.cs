using System.Linq;
using MigrationTooling.Core.Tests.Locking;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Rules;

public sealed class JudgeTests
{
    [Fact]
    public void No_files_and_no_lock_are_nothing_to_say() => Assert.Empty(Judge(null).Findings);

    [Fact]
    public void A_missing_lock_weighs_as_the_setting_says()
    {
        var files = EquatableList.Of(File("001_a.sql"));

        Assert.Equal(Severity.Warning, MigrationTooling.Rules.Judge.Run(new SetInput("M", files, null, RequireLock: false)).Findings.Single().Severity);
        Assert.Equal(Severity.Error, MigrationTooling.Rules.Judge.Run(new SetInput("M", files, null, RequireLock: true)).Findings.Single().Severity);
    }

    [Fact]
    public void Locked_migrations_are_applied_in_lock_order_and_the_others_by_version()
    {
        var migrations = Migrations(File("001_a.sql"), File("002_b.sql"), File("003_c.sql"));
        var hotfix = LockEdits.Accept(Locks.Of(File("001_a.sql"), File("003_c.sql")), migrations, "002_b", "hotfix").Lock;

        var verdict = Judge(hotfix, File("10_e.sql"), File("9_d.sql"), File("003_c.sql"), File("002_b.sql"), File("001_a.sql"));

        Assert.Empty(verdict.Findings);
        Assert.Equal(["001_a", "003_c", "002_b", "9_d", "10_e"], verdict.Migrations.Select(m => m.Id));
        Assert.Equal(["001_a", "003_c", "002_b"], verdict.LockedIds);
    }

    [Fact]
    public void The_verdict_carries_former_ids()
    {
        var renamed = LockEdits.Rename(Locks.Of(File("001_a.sql", "select 1;")), Migrations(File("001_b.sql", "select 1;")), "001_a", "001_b", reorder: false).Lock;

        Assert.Equal([new FormerId("001_a", "001_b")], Judge(renamed, File("001_b.sql", "select 1;")).Aliases);
    }

    [Fact]
    public void Equal_input_gives_an_equal_verdict_in_whatever_order_the_files_come()
    {
        FileFacts[] files = [File("001_a.sql"), File("002_b.sql", "select 2;"), File("2_c.sql", "select 3;"), File("x.sql")];
        var locked = Locks.Of(File("000_z.sql", "select 0;"), File("001_a.sql", "select 9;"));

        Assert.Equal(Judge(locked, files), Judge(locked, files.Reverse().ToArray()));
    }

    [Fact]
    public void What_was_kept_of_one_judgement_does_not_speak_in_another()
    {
        FileFacts[] files = [File("001_a.sql", "select 1;"), File("002_b.sql", "select 2;")];
        var same = Locks.Of(files);
        var changed = Locks.Of(File("001_a.sql", "select 1;"), File("002_b.sql", "select 9;"));
        Assert.Empty(Judge(same, files).Findings);

        Assert.Equal(["MIG0001"], RuleIds(Judge(changed, files)));
        Assert.Equal(["MIG0001"], RuleIds(Judge(same, files[0], files[1] with { Sections = EquatableList.Of(Section("select 3;")) })));
        Assert.Equal(["MIG0004"], RuleIds(Judge(same, files[0])));
        Assert.Equal(["002_b"], Judge(same with { Entries = EquatableList.Of(same.Entries[1] with { After = null }) }, files[1]).LockedIds);
        Assert.Empty(Judge(same, files).Findings);
    }

    [Fact]
    public void Ids_that_differ_only_in_case_are_one_id()
    {
        var verdict = Judge(LockFile.Empty(Dialect.Sqlite), File("001_Users.sql"), File("001_users.sql"));

        Assert.Equal(
            ["MIG0006 001_users.sql(1,1) 001_users.sql and 001_Users.sql name one id, apart from upper and lower case."],
            Lines(verdict));
    }

    [Fact]
    public void Ids_that_differ_only_in_how_their_letters_are_composed_are_two_of_one_version()
    {
        // The file systems that keep both apart are the ones where the team's others can't check the folder out.
        var verdict = Judge(LockFile.Empty(Dialect.Sqlite), File("001_caf\u00E9.sql"), File("001_cafe\u0301.sql", "select 2;"));

        Assert.Equal(["MIG0006"], RuleIds(verdict));
    }

    [Fact]
    public void Of_two_files_with_one_version_the_locked_one_keeps_it()
    {
        var verdict = Judge(Locks.Of(File("07_b.sql", "select 1;")), File("007_a.sql", "select 2;"), File("07_b.sql", "select 1;"));

        Assert.Equal(["MIG0006 007_a.sql(1,1) 007_a.sql has the version 7, as 07_b.sql has."], Lines(verdict));
        Assert.Contains("for example 008_a.", verdict.Findings[0].Fix, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_duplicate_is_offered_the_next_free_number_in_order()
    {
        var between = Judge(LockFile.Empty(Dialect.Sqlite), File("1_a.sql"), File("1_b.sql"), File("3_c.sql"));
        var behind = Judge(LockFile.Empty(Dialect.Sqlite), File("1_a.sql"), File("1_b.sql"), File("2_c.sql"));

        Assert.Contains("for example 2_b.", between.Findings[0].Fix, System.StringComparison.Ordinal);
        Assert.Contains("for example 3_b.", behind.Findings[0].Fix, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_that_is_no_utf8_is_one_finding()
    {
        var broken = File("001_a.sql", "select 2;") with
        {
            Problems = EquatableList.Of(new FileProblem("MIG0104", new(1, 9), "The file is not UTF-8 from here on.", "Save it as UTF-8.")),
        };

        Assert.Equal(["MIG0104"], RuleIds(Judge(Locks.Of(File("001_a.sql", "select 1;")), broken)));
    }

    [Fact]
    public void A_broken_lock_still_guards_what_can_be_read()
    {
        string text = LockWriter.Write(Locks.Of(File("001_a.sql", "select 1;"), File("002_b.sql", "select 2;")));
        var read = LockReader.Read(text.Replace("end\n", "", System.StringComparison.Ordinal));

        var verdict = MigrationTooling.Rules.Judge.Run(new SetInput("M", EquatableList.Of(File("001_a.sql", "select 9;"), File("002_b.sql", "select 2;")), read, false));

        Assert.Equal(["MIG0001", "MIG0007"], RuleIds(verdict));
    }

    [Fact]
    public void A_line_that_cannot_be_read_makes_no_file_out_of_order()
    {
        string text = LockWriter.Write(Locks.Of(File("001_a.sql"), File("002_b.sql"), File("003_c.sql")));
        var read = LockReader.Read(text.Replace("002_b h1", "002_b h9", System.StringComparison.Ordinal));

        var verdict = MigrationTooling.Rules.Judge.Run(new SetInput("M", EquatableList.Of(File("001_a.sql"), File("002_b.sql"), File("003_c.sql")), read, false));

        Assert.Equal(["MIG0007"], RuleIds(verdict));
    }

    [Fact]
    public void An_unlocked_migration_may_lack_its_down_only_where_all_do()
    {
        var locked = LockFile.Empty(Dialect.Sqlite);

        Assert.Empty(Judge(locked, File("1_a.up.sql"), File("2_b.up.sql")).Findings);
        Assert.Equal(["MIG0109"], RuleIds(Judge(locked, File("1_a.up.sql"), File("1_a.down.sql"), File("2_b.up.sql"))));
        Assert.Equal(
            ["MIG0109 1_a.postgres.up.sql(1,1) 1_a has no down script for postgresql, though others here have one."],
            Lines(Judge(locked, File("1_a.sqlite.up.sql"), File("1_a.sqlite.down.sql"), File("1_a.postgres.up.sql"))));
    }

    [Fact]
    public void A_locked_migration_without_a_down_is_left_alone() =>
        Assert.Empty(Judge(Locks.Of(File("1_a.up.sql")), File("1_a.up.sql"), File("2_b.up.sql"), File("2_b.down.sql")).Findings);
}
