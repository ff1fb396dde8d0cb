using System.IO;
using System.Linq;
using MigrationTooling.Core.Tests.Sql;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public sealed class DoubtTableTests
{
    private const string Definition = "btree (a)";

    private static readonly CatalogObject Old = new(10, "old", "s.old", true, Definition);

    private static CatalogObject Index(long id, string name, bool whole = true, string definition = Definition) => new(id, name, "s." + name, whole, definition);

    private static CatalogLook Look(params CatalogObject[] objects) => new(1, objects.ToEquatableList()) { Expected = Definition };

    private static string Decide(OutsideTarget target, CatalogLook before, CatalogLook now) =>
        DoubtTable.Decide(new PreImage(0, "s1", target, before), now) switch
        {
            DoubtDecision.Done { Finish.Count: > 0 } done => "finish " + string.Join("; ", done.Finish),
            DoubtDecision.Done => "done",
            DoubtDecision.Redo { Clean.Count: > 0 } redo => "clean " + string.Join("; ", redo.Clean),
            DoubtDecision.Redo => "redo",
            DoubtDecision.Ask ask => "ask " + ask.Known,
            _ => "?",
        };

    private static OutsideTarget CreateIndex(string name = "i") => new(OutsideKind.CreateIndex, name);

    [Fact]
    public void An_index_that_is_new_valid_and_defined_as_the_statement_says_is_done()
    {
        Assert.Equal("done", Decide(CreateIndex(), Look(Old), Look(Old, Index(11, "i"))));
        Assert.Equal("done", Decide(CreateIndex(""), Look(Old), Look(Old, Index(11, "t_a_idx"))));
    }

    [Fact]
    public void Existence_alone_proves_nothing()
    {
        // The very index was there before: an unnamed statement makes a second one.
        Assert.Equal("redo", Decide(CreateIndex(""), Look(Old), Look(Old)));
        Assert.Equal("redo", Decide(CreateIndex("old"), Look(Old), Look(Old)));

        // A new one of that name, and another definition.
        Assert.StartsWith("ask The index s.i was not there before", Decide(CreateIndex(), Look(Old), Look(Old, Index(11, "i", definition: "btree (b)"))), System.StringComparison.Ordinal);

        // A new one with another definition, where the statement names none, is somebody else's.
        Assert.Equal("redo", Decide(CreateIndex(""), Look(Old), Look(Old, Index(11, "other", definition: "btree (b)"))));
    }

    [Fact]
    public void An_invalid_index_that_is_new_and_nobody_builds_is_dropped_and_made_again()
    {
        Assert.Equal("clean DROP INDEX CONCURRENTLY IF EXISTS s.i", Decide(CreateIndex(), Look(Old), Look(Old, Index(11, "i", whole: false))));
        Assert.Equal("clean DROP INDEX CONCURRENTLY IF EXISTS s.t_a_idx", Decide(CreateIndex(""), Look(Old), Look(Old, Index(11, "t_a_idx", whole: false))));
    }

    [Fact]
    public void An_invalid_index_that_was_there_before_is_left_alone() =>
        Assert.Equal("redo", Decide(CreateIndex(""), Look(Index(9, "broken", whole: false)), Look(Index(9, "broken", whole: false))));

    [Fact]
    public void An_invalid_index_that_somebody_builds_is_left_to_them() =>
        Assert.StartsWith("ask session 7 is at work", Decide(CreateIndex(), Look(), Look(Index(11, "i", whole: false)) with { AtWork = "session 7" }), System.StringComparison.Ordinal);

    [Fact]
    public void An_index_done_beside_an_invalid_one_that_nobody_builds_is_done_and_the_other_dropped()
    {
        var both = Look(Index(11, "t_a_idx", whole: false), Index(12, "t_a_idx1"));
        Assert.Equal("finish DROP INDEX CONCURRENTLY IF EXISTS s.t_a_idx", Decide(CreateIndex(""), Look(), both));
        Assert.StartsWith("ask session 7 is at work on the table, and the index s.t_a_idx is not finished", Decide(CreateIndex(""), Look(), both with { AtWork = "session 7" }), System.StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_definition_could_not_be_learnt_a_new_index_is_a_question() =>
        Assert.StartsWith("ask", Decide(CreateIndex(), Look() with { Expected = "" }, Look(Index(11, "i")) with { Expected = "" }), System.StringComparison.Ordinal);

    [Fact]
    public void A_drop_is_done_where_what_was_there_is_gone()
    {
        var target = new OutsideTarget(OutsideKind.DropIndex, "s.old");
        Assert.Equal("done", Decide(target, Look(Old), Look()));
        Assert.Equal("redo", Decide(target, Look(Old), Look(Old with { IsWhole = false })));
        Assert.Equal("redo", Decide(target, Look(), Look()));
    }

    [Fact]
    public void A_reindex_is_done_where_every_index_is_a_new_one_and_its_leftovers_are_dropped()
    {
        var table = new OutsideTarget(OutsideKind.ReindexConcurrently, "t") { Detail = "table" };
        Assert.Equal("done", Decide(table, Look(Old), Look(Old with { Id = 20 })));
        Assert.Equal("redo", Decide(table, Look(Old), Look(Old)));
        Assert.Equal("clean DROP INDEX CONCURRENTLY IF EXISTS s.old_ccnew", Decide(table, Look(Old), Look(Old, Index(21, "old_ccnew", whole: false))));
        Assert.Equal("redo", Decide(table, Look(Old, Index(11, "i")), Look(Old with { Id = 20 }, Index(11, "i"))));
        Assert.Equal("redo", Decide(new OutsideTarget(OutsideKind.ReindexConcurrently, "s") { Detail = "schema" }, Look(), Look()));
    }

    [Fact]
    public void A_partition_half_detached_is_finished()
    {
        var target = new OutsideTarget(OutsideKind.DetachPartition, "p1");
        var attached = new CatalogObject(5, "p1", "s.p1", true, "s.pt");
        Assert.Equal("done", Decide(target, Look(attached), Look()));
        Assert.Equal("redo", Decide(target, Look(attached), Look(attached)));
        Assert.Equal("finish ALTER TABLE s.pt DETACH PARTITION s.p1 FINALIZE", Decide(target, Look(attached), Look(attached with { IsWhole = false })));
    }

    [Theory]
    [InlineData(OutsideKind.Vacuum)]
    [InlineData(OutsideKind.AlterSystem)]
    [InlineData(OutsideKind.ReindexMany)]
    [InlineData(OutsideKind.Cluster)]
    [InlineData(OutsideKind.MoveDatabase)]
    public void What_can_run_any_number_of_times_is_run_again(OutsideKind kind) => Assert.Equal("redo", Decide(new OutsideTarget(kind, ""), Look(), Look()));

    [Fact]
    public void What_a_call_committed_is_for_a_person_to_say() =>
        Assert.StartsWith("ask", Decide(new OutsideTarget(OutsideKind.Call, ""), Look(), Look()), System.StringComparison.Ordinal);

    [Fact]
    public void A_database_counts_as_made_only_if_it_was_not_there()
    {
        var target = new OutsideTarget(OutsideKind.CreateDatabase, "d");
        Assert.Equal("done", Decide(target, Look(), Look(new CatalogObject(3, "d", "d", true, ""))));
        Assert.Equal("redo", Decide(target, Look(), Look()));
        Assert.Equal("redo", Decide(target, Look(new CatalogObject(3, "d", "d", true, "")), Look(new CatalogObject(3, "d", "d", true, ""))));
    }

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a)", "CreateIndex", "name= table=t trial=CREATE INDEX {index} ON {table}\n(\na\n)")]
    [InlineData("create unique index concurrently if not exists \"I;\" on only s.\"T\" using btree (lower(a)) where b = 'x'", "CreateIndex", "name=I; table=s.\"T\" trial=CREATE UNIQUE INDEX {index} ON {table}\nusing\nbtree\n(\nlower\n(\na\n)\n)\nwhere\nb\n=\n'x'")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS S.\"i\" RESTRICT", "DropIndex", "name=S.\"i\" table= trial=")]
    [InlineData("REINDEX (VERBOSE) TABLE CONCURRENTLY s.t", "ReindexConcurrently", "name=s.t table= trial=")]
    [InlineData("DROP DATABASE IF EXISTS \"D\"", "DropDatabase", "name=D table= trial=")]
    [InlineData("ALTER TABLE IF EXISTS s.pt DETACH PARTITION s.p1 CONCURRENTLY", "DetachPartition", "name=s.p1 table=s.pt trial=")]
    public void What_a_statement_works_on_is_read_from_its_text(string statement, string kind, string expected)
    {
        using var script = new StringReader(statement);
        var target = OutsideTargets.Of(System.Enum.Parse<OutsideKind>(kind), Reading.Statements(script, Dialect.PostgreSql, TextPlace.Start).Single().Statement);
        Assert.Equal(expected, $"name={target!.Name} table={target.Table} trial={target.Trial}");
    }

    [Fact]
    public void An_image_is_kept_as_text_and_read_back()
    {
        var image = new PreImage(3, "abc", new OutsideTarget(OutsideKind.CreateIndex, "i, =%") { Table = "s.\"T t\"" }, Look(Old, Index(11, "ä\nb", whole: false, definition: "")));
        Assert.Equal(image, PreImage.Parse(image.ToText()));
        Assert.Equal(OutsideKind.Call, PreImage.Parse("what a newer version wrote")!.Target.Kind);
        Assert.Null(PreImage.Parse(null));
    }
}
