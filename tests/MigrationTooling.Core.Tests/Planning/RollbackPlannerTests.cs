using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.History;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

/// <summary>What a rollback takes back, from which text, and what speaks against it.</summary>
public sealed class RollbackPlannerTests
{
    private static Migration Migration(string id, string? down = "same", bool irreversible = false, params string[] aliases)
    {
        var options = new MigrationOptions(Irreversible: irreversible);
        var scripts = new List<MigrationScript> { Script(Direction.Up, id, options) };
        if (down is not null)
        {
            scripts.Add(Script(Direction.Down, id + down, MigrationOptions.Default));
        }

        return new Migration(id, VersionReader.Read(id)!.Value.Version, id, options, false, aliases, scripts);
    }

    private static MigrationScript Script(Direction direction, string text, MigrationOptions options) =>
        new(direction, null, text + ".sql", TextPlace.Start, 0, "h-" + text, "s-" + text, options, () => new StringReader(""));

    private static HistoryRow Row(string id, long sequence, string? down = "same", MigrationState state = MigrationState.Completed) => new(
        id, sequence, state, new RowText("h-" + id, "s-" + id, down is null ? null : "h-" + id + down, down is null ? null : "s-" + id + down))
    {
        StatementsTotal = 1,
        StatementsDone = 1,
    };

    private static RollbackPlan Plan(IEnumerable<Migration> migrations, IEnumerable<HistoryRow> rows, Func<RollbackRequest, RollbackRequest>? with = null)
    {
        var request = new RollbackRequest(new MigrationManifest("M", Dialect.Sqlite, migrations), Dialect.Sqlite, new DatabaseSnapshot(rows.ToEquatableList()));
        return RollbackPlanner.Plan(with?.Invoke(request) ?? request);
    }

    private static Migration[] Three => [Migration("1_a"), Migration("2_b"), Migration("10_c")];

    private static HistoryRow[] Applied => [Row("1_a", 1), Row("2_b", 2), Row("10_c", 3)];

    private static IEnumerable<string> Ids(RollbackPlan plan) => plan.ToRun.Select(r => r.Id);

    private static string Refusal(RollbackPlan plan) => string.Join(' ', plan.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Rule.Id + ":" + f.Migration));

    [Fact]
    public void One_step_is_the_default_and_the_newest_by_sequence_goes_first()
    {
        Assert.Equal(["10_c"], Ids(Plan(Three, Applied)));
        Assert.Equal(["1_a"], Ids(Plan(Three, [Row("1_a", 9), Row("2_b", 2), Row("10_c", 3)])));
        Assert.Equal(["10_c", "2_b"], Ids(Plan(Three, Applied, r => r with { Steps = 2 })));
        Assert.Equal(["10_c", "2_b", "1_a"], Ids(Plan(Three, Applied, r => r with { All = true })));
        Assert.Equal(["10_c", "2_b", "1_a"], Ids(Plan(Three, Applied, r => r with { Steps = 99 })));
    }

    [Theory]
    [InlineData("1_a", "10_c", "2_b")]
    [InlineData("002", "10_c")]
    [InlineData("10_c")]
    public void A_target_stays_by_id_and_by_version(string target, params string[] rolledBack) =>
        Assert.Equal(rolledBack, Ids(Plan(Three, Applied, r => r with { Target = target })));

    [Fact]
    public void A_target_is_known_by_its_former_id_on_either_side_and_by_a_version_that_only_the_database_knows()
    {
        Assert.Equal(["2_b"], Ids(Plan([Migration("1_new", aliases: "1_a"), Migration("2_b")], [Row("1_a", 1), Row("2_b", 2)], r => r with { Target = "1_a" })));
        Assert.Equal(["2_b"], Ids(Plan([Migration("1_a"), Migration("2_b")], [Row("1_new", 1) with { FormerIds = EquatableList.Of("1_a") }, Row("2_b", 2)], r => r with { Target = "1_new" })));
        Assert.Equal(["12_e"], Ids(Plan(Three, [.. Applied, Row("11_d", 4), Row("12_e", 5)], r => r with { Target = "11" })));
    }

    [Theory]
    [InlineData("99_nobody", "No migration '99_nobody' is known.")]
    [InlineData("2_c", "No migration '2_c' is known. Did you mean '2_b'?")]
    [InlineData("10_c", "'10_c' is not applied to this database.")]
    public void A_target_that_is_not_there_is_an_error_not_a_step(string target, string problem)
    {
        var plan = Plan(Three, Applied.Take(2), r => r with { Target = target });

        Assert.Equal(problem, plan.RequestProblem);
        Assert.Empty(plan.ToRun);
    }

    [Fact]
    public void Several_ways_to_say_how_many_are_refused()
    {
        Assert.NotNull(Plan(Three, Applied, r => r with { Target = "1_a", All = true }).RequestProblem);
        Assert.NotNull(Plan(Three, Applied, r => r with { Steps = 1, All = true }).RequestProblem);
        Assert.NotNull(Plan(Three, Applied, r => r with { Steps = 0 }).RequestProblem);
    }

    [Fact]
    public void What_has_no_down_anywhere_or_says_so_is_irreversible_and_each_is_named() =>
        Assert.Equal(
            "MIG0516:10_c MIG0516:1_a",
            Refusal(Plan([Migration("1_a", down: null), Migration("2_b"), Migration("10_c", irreversible: true)], [Row("1_a", 1, down: null), Row("2_b", 2), Row("10_c", 3)], r => r with { All = true })));

    [Theory]
    [InlineData("same", "same", null, DownSource.File)]
    [InlineData("same", "same", DownSource.History, DownSource.History)]
    [InlineData(null, "same", null, DownSource.History)]
    [InlineData("same", null, null, DownSource.File)]
    [InlineData("edited", "same", DownSource.File, DownSource.File)]
    [InlineData("edited", "same", DownSource.History, DownSource.History)]
    public void The_text_is_the_files_unless_it_is_gone_or_somebody_says_otherwise(string? file, string? history, DownSource? from, DownSource expected) =>
        Assert.Equal(expected, Assert.Single(Plan([Migration("1_a", file)], [Row("1_a", 1, history)], r => r with { From = from }).ToRun).Source);

    [Theory]
    [InlineData("edited", "same", null, "MIG0517:1_a")]
    [InlineData(null, "same", DownSource.File, "MIG0516:1_a")]
    [InlineData("same", null, DownSource.History, "MIG0516:1_a")]
    public void Where_nobody_can_know_which_text_it_is_refused(string? file, string? history, DownSource? from, string refusal) =>
        Assert.Equal(refusal, Refusal(Plan([Migration("1_a", file)], [Row("1_a", 1, history)], r => r with { From = from })));

    [Fact]
    public void A_lost_file_does_not_refuse_its_own_rollback_but_that_of_others()
    {
        HistoryRow[] rows = [Row("1_a", 1), Row("2_lost", 2), Row("10_c", 3)];

        Assert.Equal("MIG0506:2_lost", Refusal(Plan([Migration("1_a"), Migration("10_c")], rows)));
        Assert.Equal("", Refusal(Plan([Migration("1_a"), Migration("10_c")], rows, r => r with { Target = "1_a" })));
    }

    [Fact]
    public void A_changed_up_refuses_unless_the_database_is_disposable_and_it_is_taken_back()
    {
        HistoryRow[] rows = [Row("1_a", 1), Row("2_b", 2) with { Text = Row("2_b", 2).Text with { H1 = "other", S1 = "other" } }];
        Migration[] two = [Migration("1_a"), Migration("2_b")];

        Assert.Equal("MIG0505:2_b", Refusal(Plan(two, rows)));
        Assert.Equal("", Refusal(Plan(two, rows, r => r with { AcceptsEdited = true })));
        Assert.Equal("MIG0505:2_b", Refusal(Plan(two, rows, r => r with { AcceptsEdited = true, Target = "2_b" })));
    }

    [Fact]
    public void An_interrupted_rollback_goes_first_and_an_unbegun_one_is_given_up()
    {
        var half = Row("1_a", 1, state: MigrationState.RollingBack) with { Rollback = new RollbackProgress(EquatableList.Of("u"), 1, 2) };
        var none = half with { Rollback = new RollbackProgress(EquatableList<string>.Empty, 0, 2) };

        Assert.Equal(["1_a"], Ids(Plan(Three, [half, Row("2_b", 2)])));
        Assert.NotNull(Plan(Three, [half, Row("2_b", 2)], r => r with { Target = "1_a" }).RequestProblem);
        var plan = Plan(Three, [none, Row("2_b", 2)]);
        Assert.Equal(["2_b"], Ids(plan));
        Assert.Equal(Row("1_a", 1), Assert.Single(plan.Standing.Abandonments).To);
    }

    [Fact]
    public void Nothing_goes_from_under_a_partly_applied_migration() =>
        Assert.Equal("MIG0512:10_c", Refusal(Plan(Three, [Row("1_a", 1), Row("2_b", 2), Row("10_c", 3, state: MigrationState.Failed)])));

    [Theory]
    [InlineData("DROP TABLE a;", false)]
    [InlineData("DROP TABLE a;", true)]
    [InlineData("-- migrate:options transaction:false\nDROP TABLE a;", true)]
    public void A_kept_text_gets_the_options_back_that_stood_outside_of_it(string text, bool foreignKeys)
    {
        var outside = new MigrationOptions(ForeignKeys: foreignKeys);
        using var reader = new StringReader(text);
        string s1 = Checksum.S1(reader, Dialect.Sqlite, outside);
        var row = new HistoryRow("1_a", 1, MigrationState.Completed, new RowText("", "", Checksum.H1(text), s1));

        var (script, problem) = KeptScript.Down(row, new StoredText(Checksum.H1(text), text, false), [Dialect.Sqlite]);

        Assert.Null(problem);
        Assert.Equal((foreignKeys, !text.StartsWith("--", StringComparison.Ordinal)), (script!.Options.ForeignKeys, script.Options.Transaction));
    }

    [Fact]
    public void A_kept_text_that_is_missing_masked_or_another_is_not_run()
    {
        var row = new HistoryRow("1_a", 1, MigrationState.Completed, new RowText("", "", Checksum.H1("DROP TABLE a;"), "not its s1"));
        string? Problem(StoredText? stored) => KeptScript.Down(row, stored, [Dialect.Sqlite]).Problem;

        Assert.Contains("did not keep", Problem(null), StringComparison.Ordinal);
        Assert.Contains("masked", Problem(new StoredText("", "DROP TABLE a;", true)), StringComparison.Ordinal);
        Assert.Contains("not the one", Problem(new StoredText("", "DROP TABLE b;", false)), StringComparison.Ordinal);
        Assert.Contains("options", Problem(new StoredText("", "DROP TABLE a;", false)), StringComparison.Ordinal);
    }
}
