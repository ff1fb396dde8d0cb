using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public sealed class JournalSelectionTests
{
    private static readonly HistoryRow Users = new("1_people", 1, MigrationState.Completed, new RowText("", "")) { FormerIds = EquatableList.Of("1_users") };

    private static JournalRecord[] Journal(params (string Kind, string? Migration, int Attempt, string? Detail)[] lines) =>
        lines.Select((l, i) => new JournalRecord(i + 1, DateTimeOffset.UnixEpoch, l.Kind, l.Migration, l.Attempt) { Detail = l.Detail }).ToArray();

    private static readonly JournalRecord[] Usual = Journal(
        ("created", null, 0, "1.0"),
        ("owned", null, 0, null),
        ("intent", "1_users", 1, null),
        ("failed", "1_users", 1, "no such table"),
        ("intent", "1_users", 2, null),
        ("unit_completed", "1_users", 2, null),
        ("completed", "1_users", 2, null),
        ("released", null, 0, null),
        ("renamed", "1_people", 2, "1_users"),
        ("intent", "2_orders", 1, null),
        ("intent", "2_orders", 2, null));

    private static IEnumerable<string> Told(string? id, bool everything = false, params HistoryRow[] rows) =>
        JournalSelection.Select(Usual, rows, id, everything)!.Select(r => $"{r.Number} {r.Kind}");

    [Fact]
    public void Owners_single_units_and_beginnings_that_ended_are_left_out() =>
        Assert.Equal(["1 created", "4 failed", "7 completed", "9 renamed", "10 intent", "11 intent"], Told(null));

    [Fact]
    public void Everything_is_every_line_in_its_order() =>
        Assert.Equal(Enumerable.Range(1, Usual.Length), JournalSelection.Select(Usual, [], null, everything: true)!.Select(r => (int)r.Number));

    [Theory]
    [InlineData("1_people")]
    [InlineData("1_users")]
    public void A_migration_is_found_under_each_of_its_ids(string id) =>
        Assert.Equal(["4 failed", "7 completed", "9 renamed"], Told(id, rows: Users));

    [Fact]
    public void A_rename_that_only_the_journal_remembers_is_followed() =>
        Assert.Equal(["4 failed", "7 completed", "9 renamed"], Told("1_people"));

    [Fact]
    public void An_id_that_nobody_heard_of_is_null_and_not_an_empty_list() =>
        Assert.Null(JournalSelection.Select(Usual, [Users], "3_nothing", everything: false));

    [Fact]
    public void A_kind_that_a_newer_tool_wrote_is_told() =>
        Assert.Equal("teleported", Assert.Single(JournalSelection.Select(Journal(("teleported", "1_users", 1, null)), [], null, everything: false)!).Kind);

    [Fact]
    public void A_rollback_that_never_ended_is_told()
    {
        var journal = Journal(("rollback_intent", "1_a", 1, null), ("rolled_back", "1_a", 1, null), ("rollback_intent", "2_b", 1, null));

        Assert.Equal([2L, 3L], JournalSelection.Select(journal, [], null, everything: false)!.Select(r => r.Number));
    }

    [Fact]
    public void Every_kind_has_a_word_of_its_own()
    {
        var words = Enum.GetValues<JournalKind>().Select(kind => kind.Word()).ToArray();

        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.Equal(("rollback_intent", "resolved", "accepted"), (JournalKind.RollbackIntent.Word(), JournalKind.Resolved.Word(), JournalKind.Accepted.Word()));
    }
}
