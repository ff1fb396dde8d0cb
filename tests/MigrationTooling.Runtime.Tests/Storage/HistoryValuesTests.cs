using System;
using System.Globalization;
using MigrationTooling.Storage;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Storage;

public sealed class HistoryValuesTests
{
    [Theory]
    [InlineData("2026-11-21T23:59:59.999Z")]
    [InlineData("2024-02-29T00:00:00.000Z")]
    [InlineData("0001-01-01T00:00:00.001Z")]
    [InlineData("9999-12-31T23:59:59.000Z")]
    public void A_time_is_read_back_as_it_was_written(string written)
    {
        var time = HistoryValues.Time(written);

        Assert.Equal(DateTimeOffset.Parse(written, CultureInfo.InvariantCulture), time);
        Assert.Equal(TimeSpan.Zero, time!.Value.Offset);
        Assert.Equal(written, HistoryValues.Time(time.Value));
    }

    [Theory]
    [InlineData("2026-11-21T23:59:59Z", "2026-11-21T23:59:59.000Z")]
    [InlineData("2026-11-21 23:59:59.5+02:00", "2026-11-21T21:59:59.500Z")]
    [InlineData("2026-11-21T23:59:59.123456Z", "2026-11-21T23:59:59.123Z")]
    public void A_time_that_another_tool_wrote_is_read_as_well(string written, string same) =>
        Assert.Equal(same, HistoryValues.Time(HistoryValues.Time(written)!.Value));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-02-30T00:00:00.000Z")]
    [InlineData("2026-13-01T00:00:00.000Z")]
    [InlineData("2026-01-01T25:00:00.000Z")]
    [InlineData("2026-01-01T00:61:00.000Z")]
    [InlineData("20x6-01-01T00:00:00.000Z")]
    [InlineData("0000-01-01T00:00:00.000Z")]
    public void What_is_no_time_is_none(string? written) => Assert.Null(HistoryValues.Time(written));
}
