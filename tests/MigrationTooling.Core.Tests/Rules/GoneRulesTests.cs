using System.Linq;
using MigrationTooling.Core.Tests.Locking;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Rules;

/// <summary>What became of a locked file that is gone: each cause one finding.</summary>
public sealed class GoneRulesTests
{
    private const string Text = "create table a (id); insert into a values (1); create index i on a (id);";
    private const string Edited = "create table a (id); insert into a values (2); create index i on a (id);";
    private const string Other = "create table b (id);";

    [Fact]
    public void A_rename_to_a_number_in_the_past_is_not_also_out_of_order() =>
        Assert.Equal(["MIG0002 001_b.sql(1,1) 002_a is locked and was renamed to 001_b."], Lines(Judge(Locks.Of(File("002_a.sql", Text), File("003_c.sql", Other)), File("001_b.sql", Text), File("003_c.sql", Other))));

    [Fact]
    public void A_rename_that_moves_the_place_is_mended_with_reorder()
    {
        var locked = Locks.Of(File("002_a.sql", Text), File("004_c.sql", Other));

        Assert.EndsWith("dotnet migrate rename 002_a 003_a.", Judge(locked, File("003_a.sql", Text), File("004_c.sql", Other)).Findings.Single().Fix, System.StringComparison.Ordinal);
        Assert.EndsWith("dotnet migrate rename 002_a 005_a --reorder.", Judge(locked, File("005_a.sql", Text), File("004_c.sql", Other)).Findings.Single().Fix, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_rename_to_a_taken_version_offers_no_command_that_would_be_refused()
    {
        var finding = Judge(Locks.Of(File("002_a.sql", Text), File("003_c.sql", Other)), File("003_a.sql", Text), File("003_c.sql", Other)).Findings.Single();

        Assert.Equal("Rename it back, for 003_c has that version already.", finding.Fix);
    }

    [Fact]
    public void Two_equal_texts_that_were_both_renamed_are_told_apart_by_version()
    {
        var verdict = Judge(Locks.Of(File("001_a.sql", Text), File("002_a.sql", Text)), File("001_x.sql", Text), File("002_y.sql", Text));

        Assert.Equal(["MIG0002 001_x.sql(1,1) 001_a is locked and was renamed to 001_x.", "MIG0002 002_y.sql(1,1) 002_a is locked and was renamed to 002_y."], Lines(verdict));
    }

    [Fact]
    public void One_file_with_the_text_of_two_gone_ones_is_listed_for_both() =>
        Assert.Equal(
            [
                "MIG0004 migrations.lock(2,1) 001_a is locked, and its file is gone; it may have become 009_x.",
                "MIG0004 migrations.lock(3,1) 002_b is locked, and its file is gone; it may have become 009_x.",
            ],
            Lines(Judge(Locks.Of(File("001_a.sql", Text), File("002_b.sql", Text)), File("009_x.sql", Text))));

    [Fact]
    public void Two_copies_of_a_gone_text_are_listed_not_guessed()
    {
        var verdict = Judge(Locks.Of(File("001_a.sql", Text)), File("005_x.sql", Text), File("006_y.sql", Text));

        Assert.Equal(["MIG0004 migrations.lock(2,1) 001_a is locked, and its file is gone; it may have become 005_x or 006_y."], Lines(verdict));
    }

    [Fact]
    public void Most_statements_equal_is_renamed_and_changed() =>
        Assert.Equal(["MIG0003"], RuleIds(Judge(Locks.Of(File("001_a.sql", Text)), File("007_x.sql", Edited))));

    [Fact]
    public void Less_than_half_of_the_statements_and_no_name_in_common_is_deleted() =>
        Assert.Equal(["MIG0004"], RuleIds(Judge(Locks.Of(File("001_a.sql", Text)), File("007_x.sql", "create table a (id); select 1; select 2;"))));

    [Theory]
    [InlineData("001_x.sql")]
    [InlineData("007_a.sql")]
    public void Another_text_under_the_same_version_or_name_is_renamed_and_changed(string path) =>
        Assert.Equal(["MIG0003"], RuleIds(Judge(Locks.Of(File("001_a.sql", Text)), File(path, Other))));

    [Fact]
    public void The_clearly_best_match_wins() =>
        Assert.Equal(
            ["MIG0003 007_x.sql(1,1) 001_a is locked and was renamed to 007_x and changed."],
            Lines(Judge(Locks.Of(File("001_a.sql", "select 1; select 2; select 3; select 4;")), File("007_x.sql", "select 1; select 2; select 3; select 5;"), File("008_y.sql", "select 1; select 2; select 6; select 7;"))));

    [Fact]
    public void Matches_that_lie_close_are_listed() =>
        Assert.Equal(
            ["MIG0004 migrations.lock(2,1) 001_a is locked, and its file is gone; it may have become 007_x or 008_y."],
            Lines(Judge(Locks.Of(File("001_a.sql", Text)), File("007_x.sql", Edited), File("008_y.sql", Edited))));

    [Fact]
    public void One_file_cannot_be_two_locked_ones() =>
        Assert.Equal(
            ["MIG0004 migrations.lock(3,1) 002_b is locked, and its file is gone.", "MIG0003 001_x.sql(1,1) 001_a is locked and was renamed to 001_x and changed."],
            Lines(Judge(Locks.Of(File("001_a.sql", Text), File("002_b.sql", Edited + " select 7;")), File("001_x.sql", Text + " select 8;"))).Order().Reverse());

    [Fact]
    public void An_empty_text_is_recognised_by_its_version_not_by_being_empty()
    {
        var locked = Locks.Of(File("001_a.sql", "-- nothing"), File("002_b.sql", "-- nothing"));

        Assert.Equal(
            ["MIG0002 001_x.sql(1,1) 001_a is locked and was renamed to 001_x."],
            Lines(Judge(locked, File("001_x.sql", "-- nothing"), File("002_b.sql", "-- nothing"), File("005_new.sql", "-- nothing"))));
    }

    [Fact]
    public void A_file_that_got_a_name_without_a_number_is_one_finding() =>
        Assert.Equal(["MIG0002 a.sql(1,1) 001_a is locked and was renamed to a.sql, a name that says no migration."], Lines(Judge(Locks.Of(File("001_a.sql", Text)), File("a.sql", Text))));

    [Fact]
    public void A_generic_script_that_became_a_variant_is_one_finding() =>
        Assert.Equal(
            ["MIG0004 migrations.lock(2,1) The generic up script of 001_a is locked, and its file is gone."],
            Lines(Judge(Locks.Of(File("001_a.sql", Text)), File("001_a.sqlite.sql", Text))));

    [Fact]
    public void Every_file_renamed_at_once_is_one_finding_each()
    {
        var before = Enumerable.Range(1, 300).Select(i => File($"{i}_step.sql", $"create table t{i} (id);")).ToArray();
        var after = Enumerable.Range(1, 300).Select(i => File($"{i}_schritt.sql", $"create table t{i} (id);")).ToArray();

        Assert.Equal(Enumerable.Repeat("MIG0002", 300), RuleIds(Judge(Locks.Of(before), after)));
    }

    [Fact]
    public void A_statement_that_every_file_has_makes_no_two_files_alike()
    {
        var before = Enumerable.Range(1, 100).Select(i => File($"{i}_a{i}.sql", "set x = 1;")).ToArray();
        var after = Enumerable.Range(1, 100).Select(i => File($"{1000 + i}_b{i}.sql", $"set x = 1; select {i};")).ToArray();

        Assert.Equal(Enumerable.Repeat("MIG0004", 100), RuleIds(Judge(Locks.Of(before), after)));
    }

    [Fact]
    public void A_changed_variant_names_its_own_file()
    {
        FileFacts[] before = [File("1_a.up.sql", Text), File("1_a.postgres.up.sql", Other)];

        Assert.Equal(["MIG0001 1_a.postgres.up.sql(1,1) 1_a was changed after it was locked; this statement is not in the locked text."], Lines(Judge(Locks.Of(before), before[0], File("1_a.postgres.up.sql", "create table c (id);"))));
    }

    [Fact]
    public void A_down_for_one_more_dialect_is_a_changed_down()
    {
        FileFacts[] before = [File("1_a.up.sql", Text), File("1_a.down.sql", Other)];

        Assert.Equal(["MIG0009 1_a.postgres.down.sql(1,1) The down script of 1_a was added after the migration was locked."], Lines(Judge(Locks.Of(before), before[0], before[1], File("1_a.postgres.down.sql", Text))));
    }

    [Fact]
    public void A_change_beyond_what_the_sketch_keeps_points_at_the_file_s_start()
    {
        string Many(string last) => string.Join(" ", Enumerable.Range(1, 40).Select(i => $"select {i};")) + last;

        var finding = Judge(Locks.Of(File("1_a.sql", Many(""))), File("1_a.sql", Many("").Replace("select 7;", "", System.StringComparison.Ordinal))).Findings.Single();

        Assert.Equal(("MIG0001", 1, 1), (finding.Rule.Id, finding.Place.Line, finding.Place.Column));
    }
}
