using System.IO;
using System.Linq;
using MigrationTooling.Core.Tests.Sql;
using MigrationTooling.Model;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Text;

public class SectionTextTests
{
    private const string Shop = "-- shop\n-- migrate:up transaction:false\nCREATE 1;\n-- note\n\n-- migrate:down\nDROP 1;";

    [Theory]
    [InlineData(null, Shop)]
    [InlineData(Direction.Up, "CREATE 1;\n-- note\n\n")]
    [InlineData(Direction.Down, "DROP 1;")]
    public void A_section_is_the_lines_between_its_marker_and_the_next(Direction? direction, string expected)
    {
        foreach (int size in new[] { 1, 2, 5, 1000 })
        {
            using var section = SectionText.Open(new DribblingReader(Shop, size), direction);
            Assert.Equal(expected, section.ReadToEnd());
        }
    }

    [Theory]
    [InlineData("-- migrate:up")]
    [InlineData("--migrate:up")]
    [InlineData("--\t migrate:up\tstore:false")]
    [InlineData("-- +goose Up")]
    [InlineData("--+goose  UP ")]
    public void These_lines_begin_a_section(string line) => Assert.Equal("x\n", Up("a\n" + line + "\nx\n"));

    [Theory]
    [InlineData(" -- migrate:up")]
    [InlineData("x -- migrate:up")]
    [InlineData("-- migrate:upward")]
    [InlineData("-- migrate:Up")]
    [InlineData("-- migrate: up")]
    [InlineData("-- +gooseUp")]
    [InlineData("-- +goose Up now")]
    [InlineData("-- +goose")]
    [InlineData("--")]
    [InlineData("- migrate:up")]
    [InlineData("/* migrate:up */")]
    public void These_lines_begin_none(string line) => Assert.Equal("", Up("a\n" + line + "\nx\n"));

    [Fact]
    public void A_marker_may_be_the_first_or_the_last_line()
    {
        Assert.Equal("x", Up("-- migrate:up\nx"));
        Assert.Equal("", Up("-- migrate:up\n"));
        Assert.Equal("", Up("-- migrate:up"));
        Assert.Equal("x\n", Up("-- migrate:up\nx\n-- migrate:down"));
    }

    [Fact]
    public void Only_the_first_section_of_a_direction_is_read() => Assert.Equal("1\n", Up("-- migrate:up\n1\n-- migrate:up\n2\n"));

    [Fact]
    public void A_line_longer_than_a_marker_can_be_is_none()
    {
        Assert.Equal("x", Up("-- migrate:up " + new string('a', 1000) + "\nx"));
        Assert.Equal("", Up("-- migrate:up " + new string('a', 2000) + "\nx"));
    }

    [Fact]
    public void Markers_are_found_wherever_a_buffer_ends()
    {
        for (int length = 990; length < 1060; length++)
        {
            string before = string.Concat(Enumerable.Repeat("-- note\n", 4)) + new string('y', length) + "\n";
            Assert.Equal(before, Up("-- migrate:up\n" + before + "-- migrate:down\nx"));
        }
    }

    private static string Up(string text)
    {
        using var section = SectionText.Open(new StringReader(text), Direction.Up);
        return section.ReadToEnd();
    }
}
