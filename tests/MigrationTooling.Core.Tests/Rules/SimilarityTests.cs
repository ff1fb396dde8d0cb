using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using Xunit;

namespace MigrationTooling.Core.Tests.Rules;

public sealed class SimilarityTests
{
    [Fact]
    public void Equal_scripts_share_all() => Assert.Equal(1, Share([1, 2, 3], [1, 2, 3]), 6);

    [Fact]
    public void One_of_two_statements_is_half() => Assert.Equal(0.5, Share([1, 2], [1, 3]), 6);

    [Fact]
    public void The_share_is_of_the_longer_script() => Assert.Equal(0.25, Share([1], [1, 2, 3, 4]), 6);

    [Fact]
    public void Nothing_is_shared_with_a_script_without_statements() => Assert.Equal(0, Share([], [1]));

    [Fact]
    public void Large_scripts_are_estimated_from_their_smallest_hashes()
    {
        uint[] left = Enumerable.Range(0, 1000).Select(i => (uint)i * 4_000_000).ToArray();
        uint[] right = left.Select((hash, i) => i % 10 == 0 ? hash + 1 : hash).ToArray();

        Assert.InRange(Share(left, right), 0.7, 1);
        Assert.InRange(Share(left, left.Select(hash => hash + 1).ToArray()), 0, 0.1);
    }

    private static double Share(uint[] left, uint[] right) => Similarity.Share(Of(left), Of(right));

    private static Sketch Of(uint[] hashes) => new(hashes.Length, hashes.Order().Take(Sketch.Size).ToEquatableList());
}
