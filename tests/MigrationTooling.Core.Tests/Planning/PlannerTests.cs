using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public sealed class PlannerTests
{
    private static Migration Migration(string id, string text = "", Dialect? variant = null, params string[] aliases)
    {
        string hash = text.Length == 0 ? id : text;
        return new Migration(
            id, new MigrationVersion([new string(id.TakeWhile(char.IsAsciiDigit).ToArray())]), id, MigrationOptions.Default, false, aliases,
            [new MigrationScript(Direction.Up, variant, id + ".sql", TextPlace.Start, 0, "h-" + hash, "s-" + hash, MigrationOptions.Default, () => new StringReader(""))]);
    }

    private static HistoryRow Row(string id, long sequence, MigrationState state = MigrationState.Completed, string? text = null) =>
        new(id, sequence, state, new RowText("h-" + (text ?? id), "s-" + (text ?? id))) { StatementsTotal = 1, StatementsDone = state == MigrationState.Completed ? 1 : 0 };

    private static MigrationPlan Plan(IEnumerable<Migration> migrations, params HistoryRow[] rows) => Plan(migrations, new DatabaseSnapshot(rows.ToEquatableList()));

    private static MigrationPlan Plan(IEnumerable<Migration> migrations, DatabaseSnapshot database, string? target = null, int? steps = null) =>
        Planner.Plan(new PlanRequest(new MigrationManifest("M", Dialect.Both, migrations), Dialect.Sqlite, database) { Target = target, Steps = steps });

    private static Migration[] Three => [Migration("1_a"), Migration("2_b"), Migration("10_c")];

    private static IEnumerable<string> Ids(IEnumerable<PlannedMigration> migrations) => migrations.Select(m => m.Migration.Id);

    [Fact]
    public void What_has_no_completed_row_is_pending_in_manifest_order()
    {
        var plan = Plan(Three, Row("2_b", 1, MigrationState.Failed), Row("1_a", 2));

        Assert.Equal(["2_b", "10_c"], Ids(plan.Pending));
        Assert.Equal((DatabaseState.Pending, "1_a"), (plan.State, plan.Current));
        Assert.Equal(MigrationState.Failed, plan.Pending[0].Row!.State);
    }

    [Fact]
    public void A_rolled_back_migration_is_pending_again() =>
        Assert.Equal(["1_a"], Ids(Plan([Migration("1_a")], Row("1_a", 1, MigrationState.RolledBack)).Pending));

    [Theory]
    [InlineData(DatabaseState.Empty)]
    [InlineData(DatabaseState.Clean, "1_a", "2_b", "10_c")]
    [InlineData(DatabaseState.Pending, "1_a")]
    [InlineData(DatabaseState.Ahead, "1_a", "2_b", "10_c", "11_d")]
    [InlineData(DatabaseState.Pending, "1_a", "11_d")]
    public void The_state_is_one_word_derived_from_the_rows(DatabaseState state, params string[] applied) =>
        Assert.Equal(state, Plan(Three, applied.Select((id, i) => Row(id, i + 1)).ToArray()).State);

    [Fact]
    public void A_live_runner_makes_it_migrating_and_a_partly_applied_row_dirty()
    {
        var partly = Row("2_b", 2, MigrationState.Failed) with { StatementsDone = 1 };

        Assert.Equal(DatabaseState.Migrating, Plan(Three, DatabaseSnapshot.Empty with { LiveRunner = "x" }).State);
        Assert.Equal(DatabaseState.Dirty, Plan(Three, Row("1_a", 1), partly).State);
        Assert.Equal(DatabaseState.Rollback, Plan(Three, Row("1_a", 1, MigrationState.RollingBack)).State);
        Assert.Equal(DatabaseState.Pending, Plan(Three, Row("1_a", 1, MigrationState.InProgress)).State);
    }

    [Fact]
    public void An_applied_migration_lost_from_the_middle_is_missing_not_ahead()
    {
        var plan = Plan([Migration("1_a"), Migration("3_c")], Row("1_a", 1), Row("2_b", 2), Row("3_c", 3));

        Assert.Equal(("MIG0506", "2_b"), (Assert.Single(plan.Findings).Rule.Id, plan.Findings[0].Migration));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Dialect.Sqlite)]
    public void An_edit_that_the_lock_accepts_is_a_warning_also_where_a_variant_took_the_generic_script_s_place(Dialect? variant)
    {
        var database = new DatabaseSnapshot(EquatableList.Of(Row("1_a", 1)));
        var request = new PlanRequest(new MigrationManifest("M", Dialect.Both, [Migration("1_a", "new", variant)]), Dialect.Sqlite, database);
        var was = new AcceptedEdit("1_a", variant, "h-1_a", "s-1_a", null, "why", 3);

        Assert.Equal(Severity.Error, Assert.Single(Planner.Plan(request).Findings).Severity);
        Assert.Equal(Severity.Warning, Assert.Single(Planner.Plan(request with { Accepted = EquatableList.Of(was) }).Findings).Severity);
    }

    [Fact]
    public void An_equal_text_under_other_options_is_changed_until_the_lock_accepts_it()
    {
        var database = new DatabaseSnapshot(EquatableList.Of(Row("1_a", 1) with { Text = new RowText("h-1_a", "s-before") }));
        var request = new PlanRequest(new MigrationManifest("M", Dialect.Both, [Migration("1_a")]), Dialect.Sqlite, database);
        var was = new AcceptedEdit("1_a", null, "h-1_a", "s-before", null, "why", 3);

        var finding = Assert.Single(Planner.Plan(request).Findings);
        Assert.Equal(("MIG0505", Severity.Error), (finding.Rule.Id, finding.Severity));
        Assert.Contains("other options", finding.Message, System.StringComparison.Ordinal);
        Assert.Equal(Severity.Warning, Assert.Single(Planner.Plan(request with { Accepted = EquatableList.Of(was) }).Findings).Severity);
    }

    [Fact]
    public void A_row_that_has_no_s1_is_compared_by_its_text()
    {
        Assert.Empty(Plan([Migration("1_a")], Row("1_a", 1) with { Text = new RowText("h-1_a", "") }).Findings);
        Assert.Equal("MIG0505", Assert.Single(Plan([Migration("1_a")], Row("1_a", 1) with { Text = new RowText("h-old", "") }).Findings).Rule.Id);
    }

    [Fact]
    public void A_hotfix_that_a_newer_program_ran_late_is_ahead_though_its_version_is_older() =>
        Assert.Equal(DatabaseState.Ahead, Plan([Migration("1_a"), Migration("3_c")], Row("1_a", 1), Row("3_c", 2), Row("2_b", 3)).State);

    [Fact]
    public void What_is_unknown_while_something_waits_is_missing_not_ahead()
    {
        var plan = Plan([Migration("1_a"), Migration("9_z")], Row("1_a", 1), Row("2_b", 2));

        Assert.Equal("MIG0506", Assert.Single(plan.Findings).Rule.Id);
    }

    [Fact]
    public void A_migration_written_for_other_dialects_only_is_no_part_of_the_plan()
    {
        var plan = Plan([Migration("1_a"), Migration("2_b", variant: Dialect.PostgreSql), Migration("3_c", variant: Dialect.Sqlite)]);

        Assert.Equal(["1_a", "3_c"], Ids(plan.Pending));
        Assert.Equal(["1_a", "3_c"], plan.Migrations.Select(m => m.Id));
    }

    [Fact]
    public void A_rename_and_a_reformatting_at_once_are_one_change_of_the_row()
    {
        var renamed = Migration("1_new", "x", null, "1_old");
        var row = Row("1_old", 1, text: "y") with { Text = new RowText("h-y", "s-x") };

        var plan = Plan([renamed], row);

        var change = Assert.Single(plan.Adoptions);
        Assert.Equal(("1_new", "h-x", "1_old"), (change.To.Id, change.To.Text.H1, Assert.Single(change.To.FormerIds)));
        Assert.Empty(plan.Restamps);
        Assert.True(plan.HasWork);
    }

    [Fact]
    public void A_re_stamp_alone_is_no_work()
    {
        var plan = Plan([Migration("1_a", "x")], Row("1_a", 1) with { Text = new RowText("h-old", "s-x") });

        Assert.Single(plan.Restamps);
        Assert.False(plan.HasWork);
    }

    [Theory]
    [InlineData("2_b", "1_a 2_b", null)]
    [InlineData("10", "1_a 2_b 10_c", null)]
    [InlineData("2.", "", "No migration '2.' is known. Did you mean '2_b'?")]
    [InlineData("10_x", "", "No migration '10_x' is known. Did you mean '10_c'?")]
    [InlineData("something_else", "", "No migration 'something_else' is known.")]
    public void A_target_cuts_the_pending_list_or_is_an_error(string target, string ids, string? problem)
    {
        var plan = Plan(Three, DatabaseSnapshot.Empty, target);

        Assert.Equal((ids, problem), (string.Join(" ", Ids(plan.ToRun)), plan.RequestProblem));
    }

    [Fact]
    public void A_target_that_is_applied_leaves_nothing_to_run() =>
        Assert.Empty(Plan(Three, new DatabaseSnapshot(EquatableList.Of(Row("1_a", 1))), "1_a").ToRun);

    [Fact]
    public void The_same_input_gives_the_same_plan() => Assert.Equal(Plan(Three, Row("1_a", 1)).Findings, Plan(Three, Row("1_a", 1)).Findings);
}
