using System;
using System.IO;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public sealed class ResolverTests
{
    private static readonly OperatorStamp Stamp = new(DateTimeOffset.UnixEpoch, "ann@ops pid 7", "1.2", 9);
    private static readonly ScriptPlan Script = Planned("a", "b", "c");
    private static readonly MigrationScript Up = new(Direction.Up, null, "1_x.sql", TextPlace.Start, 0, "h-file", "s-file", MigrationOptions.Default, () => new StringReader(""));

    private static ScriptPlan Planned(params string[] units) => new(
        units.Select((s1, i) => new UnitPlan(i * 2, 2, 2, true, s1, new TextPlace(i + 1, 1))).ToEquatableList(), units.Length * 2, false, false, EquatableList<ScriptRefusal>.Empty);

    private static HistoryRow Row(MigrationState state, int statements = 0, params string[] done) => new("1_x", 3, state, new RowText("h-ran", "s-ran"))
    {
        UnitsDone = done.ToEquatableList(),
        StatementsDone = statements,
        StatementsTotal = 6,
        Attempt = 2,
        Runner = "bob@web pid 3",
    };

    private static Resolution Decide(HistoryRow? row, MigrationState @as, ScriptPlan? script) =>
        Resolver.Decide(new NamedMigration("1_x", row, null, script is null ? null : Up, null), script, @as, Stamp);

    private static HistoryRow Changed(HistoryRow? row, MigrationState @as, ScriptPlan? script) =>
        Assert.IsType<Resolution.Change>(Decide(row, @as, script)).To;

    private static string Senseless(HistoryRow? row, MigrationState @as, ScriptPlan? script) =>
        Assert.IsType<Resolution.Senseless>(Decide(row, @as, script)).Message;

    [Fact]
    public void Completed_stands_for_the_text_that_the_file_has_and_for_all_of_its_units()
    {
        var to = Changed(Row(MigrationState.InProgress, 2, "a"), MigrationState.Completed, Script);

        Assert.Equal((MigrationState.Completed, MigrationOrigin.Marked), (to.State, to.Origin));
        Assert.Equal((6, 6, 3L, 2), (to.StatementsDone, to.StatementsTotal, to.Sequence, to.Attempt));
        Assert.Equal(["a", "b", "c"], to.UnitsDone);
        Assert.Equal(("h-file", "bob@web pid 3"), (to.Text.H1, to.Runner));
        Assert.False(to.IsPartlyApplied);
    }

    [Fact]
    public void A_migration_that_was_never_begun_gets_the_next_place_and_the_operator_as_its_runner()
    {
        var to = Changed(null, MigrationState.Completed, Script);

        Assert.Equal((9L, 1, "ann@ops pid 7"), (to.Sequence, to.Attempt, to.Runner));
    }

    [Fact]
    public void Completed_without_a_file_keeps_the_text_of_the_row() =>
        Assert.Equal("h-ran", Changed(Row(MigrationState.Failed, 2, "a"), MigrationState.Completed, null).Text.H1);

    [Theory]
    [InlineData(MigrationState.InProgress, false)]
    [InlineData(MigrationState.Failed, false)]
    [InlineData(MigrationState.RollingBack, false)]
    [InlineData(MigrationState.Completed, true)]
    public void Pending_leaves_nothing_and_forgets_only_what_was_applied(MigrationState from, bool forgets)
    {
        var change = Assert.IsType<Resolution.Change>(Decide(Row(from, 4, "a", "b"), MigrationState.Pending, Script));

        Assert.Equal(forgets, change.Forgets);
        Assert.Equal((MigrationState.Pending, 0, 0), (change.To.State, change.To.StatementsDone, change.To.UnitsDone.Count));
        Assert.Equal(new RecoveryDecision.RunFrom(0), RecoveryPlanner.Decide(change.To, Script));
    }

    [Fact]
    public void Failed_keeps_the_committed_units_and_drops_the_one_in_doubt()
    {
        var to = Changed(Row(MigrationState.Failed, 4, "a"), MigrationState.Failed, Script);

        Assert.Equal((MigrationState.Failed, 2), (to.State, to.StatementsDone));
        Assert.Equal(new RecoveryDecision.RunFrom(1), RecoveryPlanner.Decide(to, Script));
    }

    [Fact]
    public void Failed_with_a_single_unit_leaves_nothing() =>
        Assert.False(Changed(Row(MigrationState.InProgress, 2), MigrationState.Failed, Planned("a")).IsPartlyApplied);

    [Fact]
    public void Failed_is_refused_where_the_committed_units_can_not_be_told_any_more()
    {
        Assert.Contains("does not say any more", Senseless(Row(MigrationState.InProgress, 2, "x"), MigrationState.Failed, Script), StringComparison.Ordinal);
        Assert.Contains("does not say any more", Senseless(Row(MigrationState.InProgress, 2, "a"), MigrationState.Failed, null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MigrationState.Completed, MigrationState.Completed)]
    [InlineData(MigrationState.Pending, MigrationState.Pending)]
    [InlineData(MigrationState.RolledBack, MigrationState.Pending)]
    [InlineData(MigrationState.Failed, MigrationState.Failed)]
    public void What_is_so_already_is_refused(MigrationState from, MigrationState @as) =>
        Assert.EndsWith("already.", Senseless(Row(from), @as, Script), StringComparison.Ordinal);

    [Theory]
    [InlineData(MigrationState.Completed)]
    [InlineData(MigrationState.RollingBack)]
    [InlineData(MigrationState.Pending)]
    public void Only_an_attempt_that_did_not_end_can_have_failed(MigrationState from) =>
        Assert.Contains("did not end", Senseless(Row(from), MigrationState.Failed, Script), StringComparison.Ordinal);

    [Fact]
    public void A_migration_that_is_not_begun_is_pending_already() =>
        Assert.EndsWith("already.", Senseless(null, MigrationState.Pending, Script), StringComparison.Ordinal);

    [Fact]
    public void What_is_known_names_each_unit_and_what_became_of_it()
    {
        var facts = UnfinishedFacts.Of(Row(MigrationState.Failed, 4, "x"), Script);

        Assert.Equal([UnitFate.Changed, UnitFate.InDoubt, UnitFate.NotRun], facts.Units.Select(u => u.Fate));
        Assert.Equal(
            [
                "'1_x' is failed: 4 of 6 statements are recorded as committed.",
                "  unit 1 (line 1, 2 statements): committed with another text than the file has now",
                "  unit 2 (line 2, 2 statements): in doubt: it may be committed or not",
                "  unit 3 (line 3, 2 statements): not run",
            ],
            facts.Lines());
    }

    [Fact]
    public void What_is_known_without_a_file_says_so() =>
        Assert.Equal("'1_x' is in_progress: 2 of 6 statements are recorded as committed, and its file is gone.", Assert.Single(UnfinishedFacts.Of(Row(MigrationState.InProgress, 2, "a"), null).Lines()));
}
