using MigrationTooling.Checksums;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Core.Tests.Checksums;

public class SketchTests
{
    [Theory]
    [InlineData("0:")]
    [InlineData("1:0a1b2c3d")]
    [InlineData("2:00000001.ffffffff")]
    public void A_sketch_is_written_and_read_back(string word) => Assert.Equal(word, Sketch.Parse(word)?.ToString());

    [Fact]
    public void A_sketch_of_more_statements_than_it_keeps_says_how_many_there_were()
    {
        var kept = new uint[Sketch.Size];
        for (uint i = 0; i < kept.Length; i++)
        {
            kept[i] = i;
        }

        var sketch = new Sketch(40, kept.ToEquatableList());
        Assert.False(sketch.IsComplete);
        Assert.Equal(sketch, Sketch.Parse(sketch.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2:")]
    [InlineData("x:00000001")]
    [InlineData("1:1")]
    [InlineData("1:0000000g")]
    [InlineData("-1:")]
    [InlineData("2:00000002.00000001")]
    [InlineData("1:00000001.00000002")]
    public void A_broken_sketch_is_refused(string word) => Assert.Null(Sketch.Parse(word));
}
