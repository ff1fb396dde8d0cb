using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Cli.Tests.Commands;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Events;
using MigrationTooling.History;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Cli.Tests.Rendering;

/// <summary>Progress is a living line on a terminal, plain lines elsewhere, and nothing in JSON.</summary>
public sealed class RunProgressTests
{
    private const char ControlC = '\u0003';

    [Theory]
    [InlineData(4, 1_000, 0, 0, 3, "2 of 3  007_users  statement 1 of 4, 0:03")]
    [InlineData(4, 1_000, 4, 900, 3, "2 of 3  007_users  statement 4 of 4, 0:03")]
    [InlineData(930, 104_857_600, 12, 3_141_592, 3671, "2 of 3  007_users  statement 13 of 930, 3.1 of 104.9 MB, 61:11")]
    [InlineData(930, 2_000_000, 930, 2_000_900, 1, "2 of 3  007_users  statement 930 of 930, 2.0 of 2.0 MB, 0:01")]
    [InlineData(0, 40, 0, 0, 0, "2 of 3  007_users  no statement, 0:00")]
    public void A_line_says_which_migration_which_statement_how_many_bytes_and_how_long(int statements, long bytes, int ran, long read, int seconds, string line) =>
        Assert.Equal(line, new RunProgress(Started("007_users", statements, bytes), ran, read).Line(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Of_a_script_in_batches_it_says_how_many_rows_are_done() => Assert.Equal(
        "2 of 3  007_users  1,240,000 rows in 124 batches, 0:09",
        (new RunProgress(Started("007_users", 1, 90), 0, 0) with { Batches = new BatchProgress(124, 1_240_000) }).Line(TimeSpan.FromSeconds(9)));

    [Fact]
    public void A_line_fits_its_terminal_by_cutting_the_id()
    {
        var progress = new RunProgress(Started("20261121093000_add_a_very_long_name_to_the_table_of_users", 4, 10), 0, 0);

        Assert.Equal("2 of 3  20261121093000_add…  statement 1 of 4, 0:00", progress.Line(TimeSpan.Zero, 51));
    }

    [Fact]
    public void Where_there_is_no_terminal_a_long_migration_says_a_line_every_ten_seconds()
    {
        var clock = new HandClock();
        using var error = new StringWriter();
        using var observer = new RunObserver(Terminal(error), isJson: false, "/m", clock);

        observer.Observe(Started("007_users", 930, 2_000_000));
        for (int i = 1; i <= 25; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            observer.Observe(new MigrationEvent.StatementRan("007_users", i, 930, new TextPlace(i, 1), i * 10_000));
        }

        Assert.Equal(
            [
                "applying 007_users (2 of 3, 930 statements)",
                "007_users: statement 11 of 930, 0.1 of 2.0 MB, 0:10",
                "007_users: statement 21 of 930, 0.2 of 2.0 MB, 0:20",
            ],
            error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task In_json_there_is_no_progress()
    {
        using var project = await UpTests.FreshAsync();

        var run = await project.Tool.ExpectAsync(0, "up", "--format", "json");

        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task On_a_terminal_one_line_lives_even_while_one_statement_runs_and_is_wiped_before_anything_else()
    {
        using var project = await UpTests.FreshAsync();
        project.Migration("003_long", "CREATE TABLE long (n INTEGER);\nINSERT INTO long WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000000) SELECT count(*) FROM c;");
        await using var terminal = PseudoTerminal.Start(project, "up --no-color");

        await terminal.ShowsAsync("\r\e[K3 of 3  003_long  statement 2 of 2, 0:0");
        await terminal.ShowsAsync("statement 2 of 2, 0:01");
        await terminal.PressAsync(ControlC);
        await terminal.ShowsAsync("\r\e[Kstopping after the running unit; Ctrl+C again cancels it.\r\n");
        await terminal.PressAsync(ControlC);

        Assert.Equal(130, await terminal.EndAsync());
        Assert.DoesNotContain("applying", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("applied 002_orders (", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("003_long", terminal.Screen.Split("\e[K").Last().Split('\r')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_json_stays_one_document()
    {
        using var project = await UpTests.FreshAsync();
        await using var terminal = PseudoTerminal.Start(project, "up --format json");

        Assert.Equal(0, await terminal.EndAsync());
        // The runtime itself greets a terminal with a sequence for its keys; of ours there is the document and nothing else.
        using var document = JsonDocument.Parse(terminal.Screen[terminal.Screen.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.DoesNotContain("\e[K", terminal.Screen, StringComparison.Ordinal);
    }

    private static MigrationEvent.MigrationStarted Started(string id, int statements, long bytes) => new(id, 2, 3, statements, 1, bytes);

    private static Terminal Terminal(TextWriter error) => new(TextWriter.Null, error, new SecretMask(), new TerminalStyle(false, false, null));

    private sealed class HandClock : TimeProvider
    {
        private TimeSpan _now;

        public void Advance(TimeSpan time) => _now += time;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;
    }
}
