using System;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using Xunit;

namespace MigrationTooling.Cli.Tests.Rendering;

public sealed class StatusTableTests
{
    [Fact]
    public void A_terminal_gets_colours_and_a_redirected_table_does_not()
    {
        string coloured = StatusTable.Render(Document("001_users"), new TerminalStyle(true, true, 100));
        string plain = StatusTable.Render(Document("001_users"), new TerminalStyle(false, false, null));

        Assert.Contains("\e[", coloured, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', plain);
        Assert.Contains("001_users  failed (1 of 3 statements)", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_reads_like_markup_is_printed_as_it_is()
    {
        string plain = StatusTable.Render(Document("001_[red]users[/]"), new TerminalStyle(true, true, 200));

        Assert.Contains("001_[red]users[/]", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_is_at_work_and_why_something_failed_is_said_below()
    {
        string[] lines = StatusTable.Render(Document("001_users"), new TerminalStyle(false, false, null)).Split('\n');

        Assert.Contains("001_users failed: disk full", lines);
        Assert.Contains("ada@db1, process 7 is at work on 001_users.", lines);
        Assert.Equal("1 pending: dotnet migrate up", lines.Last(line => line.Length > 0));
    }

    private static StatusDocument Document(string id)
    {
        var migration = new MigrationStatus(id, MigrationState.Failed, MigrationOrigin.Ran, "h1:0", null, null, "disk full", 1, 3, Locked: true);
        var report = new StatusReport(
            DatabaseState.Pending, null, new DatabaseDescription("sqlite", "sqlite:app.db"), [migration], 1, new RunLockStatus("ada@db1, process 7", null, id), []);
        return new StatusDocument(report, [], OnlyFailed: false);
    }
}
