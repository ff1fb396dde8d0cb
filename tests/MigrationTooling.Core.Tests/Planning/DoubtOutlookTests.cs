using MigrationTooling.Core.Tests.Sql;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public sealed class DoubtOutlookTests
{
    private const string Definition = "btree (a)";

    private static readonly OutsideTarget Target = new(OutsideKind.CreateIndex, "i");

    private static CatalogLook Look(params CatalogObject[] objects) => new(1, objects.ToEquatableList()) { Expected = Definition };

    private static CatalogObject Index(bool whole = true, string definition = Definition) => new(11, "i", "s.i", whole, definition);

    private static DoubtOutlook Of(CatalogLook now, string s1 = "s1") => DoubtOutlook.Of(new PreImage(0, "s1", Target, Look()), now, s1);

    [Fact]
    public void What_did_nothing_is_run_again() =>
        Assert.Equal(new DoubtOutlook(true, "CREATE INDEX CONCURRENTLY i: no index was made; up runs it again."), Of(Look()));

    [Fact]
    public void What_left_a_broken_index_is_said_before_anybody_drops_it() =>
        Assert.Equal(
            new DoubtOutlook(true, "CREATE INDEX CONCURRENTLY i: it left the invalid index s.i, which nobody builds; up drops that and runs the statement again."),
            Of(Look(Index(whole: false))));

    [Fact]
    public void What_is_done_is_not_run_again() =>
        Assert.Equal(
            new DoubtOutlook(true, "CREATE INDEX CONCURRENTLY i is done: the index s.i is new and valid, and has the definition of the statement; up does not run it again."),
            Of(Look(Index())));

    [Fact]
    public void What_is_done_with_another_text_than_the_file_has_now_is_for_a_person()
    {
        var outlook = Of(Look(Index()), "other");

        Assert.False(outlook.Resumes);
        Assert.StartsWith("CREATE INDEX CONCURRENTLY i is done, and has another text now: ", outlook.Words, System.StringComparison.Ordinal);
    }

    [Fact]
    public void What_did_nothing_and_has_another_text_now_goes_on() =>
        Assert.Equal(new DoubtOutlook(true, "CREATE INDEX CONCURRENTLY i: no index was made; the script has another statement there now."), Of(Look(), "other"));

    [Fact]
    public void What_nobody_can_tell_is_for_a_person()
    {
        var outlook = Of(Look(Index(definition: "btree (b)")));

        Assert.False(outlook.Resumes);
        Assert.StartsWith("CREATE INDEX CONCURRENTLY i: The index s.i was not there before", outlook.Words, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_partition_half_detached_is_finished_by_up()
    {
        var attached = new CatalogObject(5, "p1", "s.p1", true, "s.pt");
        var image = new PreImage(0, "s1", new OutsideTarget(OutsideKind.DetachPartition, "p1"), Look(attached));

        Assert.EndsWith(": the partition is half detached; up finishes that and does not run the statement again.", DoubtOutlook.Of(image, Look(attached with { IsWhole = false }), "s1").Words, System.StringComparison.Ordinal);
    }
}
