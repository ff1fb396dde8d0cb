using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public sealed class RecoveryPlannerTests
{
    private static readonly ScriptPlan Script = Planned("a", "b", "c");

    private static ScriptPlan Planned(params string[] units) => new(
        units.Select((s1, i) => new UnitPlan(i * 2, 2, 2, true, s1, TextPlace.Start)).ToEquatableList(), units.Length * 2, false, false, EquatableList<ScriptRefusal>.Empty);

    private static HistoryRow Row(int statements, params string[] done) => new("1_x", 1, MigrationState.InProgress, new RowText("", ""))
    {
        UnitsDone = done.ToEquatableList(),
        StatementsDone = statements,
    };

    [Fact]
    public void Without_a_row_it_runs_from_the_start() => Assert.Equal(new RecoveryDecision.RunFrom(0), RecoveryPlanner.Decide(null, Script));

    [Fact]
    public void With_an_intent_only_it_runs_from_the_start_whatever_the_text_was() =>
        Assert.Equal(new RecoveryDecision.RunFrom(0), RecoveryPlanner.Decide(Row(0), Script));

    [Fact]
    public void Behind_committed_units_that_are_unchanged_it_goes_on() =>
        Assert.Equal(new RecoveryDecision.RunFrom(2), RecoveryPlanner.Decide(Row(4, "a", "b"), Script));

    [Fact]
    public void Later_units_may_have_been_edited() =>
        Assert.Equal(new RecoveryDecision.RunFrom(1), RecoveryPlanner.Decide(Row(2, "a"), Planned("a", "other", "more", "units")));

    [Fact]
    public void A_committed_unit_that_changed_is_refused_and_named() =>
        Assert.Equal(new RecoveryDecision.Changed(1), RecoveryPlanner.Decide(Row(4, "a", "x"), Script));

    [Fact]
    public void More_committed_units_than_the_script_has_now_are_refused() =>
        Assert.Equal(new RecoveryDecision.Changed(1), RecoveryPlanner.Decide(Row(4, "a", "b"), Planned("a")));

    [Fact]
    public void Statements_outside_every_recorded_unit_are_never_guessed_about() =>
        Assert.Equal(new RecoveryDecision.Unknown(3), RecoveryPlanner.Decide(Row(5, "a"), Script));

    [Fact]
    public void A_migration_that_was_rolled_back_runs_from_the_start() =>
        Assert.Equal(new RecoveryDecision.RunFrom(0), RecoveryPlanner.Decide(Row(4, "x", "y") with { State = MigrationState.RolledBack }, Script));
}
