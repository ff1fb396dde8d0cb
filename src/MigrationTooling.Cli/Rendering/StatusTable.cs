using System;
using System.Globalization;
using System.IO;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using Spectre.Console;
using Cell = Spectre.Console.Text;

namespace MigrationTooling.Cli.Rendering;

/// <summary>Status as a table for people.</summary>
internal static class StatusTable
{
    public static string Render(StatusDocument document, TerminalStyle style)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = PlainConsole.Create(text, style);
        var status = document.Status;
        console.WriteLine($"{status.Database.Url}: {status.State.Word()}");
        var table = Table(document);
        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }

        text.Write(Failures(document));
        text.Write(Summary(status));
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private static Table Table(StatusDocument document)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (string header in new[] { "migration", "state", "applied (UTC)", "locked" })
        {
            table.AddColumn(new TableColumn(new Cell(header, new Style(decoration: Decoration.Dim))).PadLeft(0).PadRight(2).NoWrap());
        }

        foreach (var migration in document.Migrations)
        {
            table.AddRow(
                new Cell(migration.Id),
                new Cell(State(migration), new Style(Colour(migration.State))),
                new Cell(migration.State == MigrationState.Completed ? Time(migration.FinishedOn) : ""),
                new Cell(migration.Locked ? "yes" : "no"));
        }

        return table;
    }

    private static string State(MigrationStatus migration) => migration switch
    {
        { Origin: { } origin and not MigrationOrigin.Ran } => $"{migration.State.Word()} ({origin.Word()})",
        { State: MigrationState.Failed or MigrationState.InProgress, StatementsTotal: { } total } =>
            $"{migration.State.Word()} ({migration.StatementsDone} of {Counted.Of(total, "statement")})",
        _ => migration.State.Word(),
    };

    private static Color Colour(MigrationState state) => state switch
    {
        MigrationState.Completed => Color.Green,
        MigrationState.Pending => Color.Yellow,
        MigrationState.Failed => Color.Red,
        _ => Color.Default,
    };

    private static string Failures(StatusDocument document) => string.Concat(document.Status.Migrations
        .Where(m => m.FailureReason is not null && m.State != MigrationState.Completed)
        .Select(m => $"{m.Id} failed: {m.FailureReason}\n"));

    private static string Summary(StatusReport status)
    {
        string runner = status.RunLock is { } live ? Runner(live) : "";
        string interrupted = status.RunLock is not null ? "" : string.Concat(status.Migrations.Where(m => m.Resumes is not null).Select(Interrupted));
        return runner + interrupted + (status.Pending > 0 ? $"{status.Pending} pending: dotnet migrate up\n" : "Nothing is pending.\n");
    }

    private static string Runner(RunLockStatus live)
    {
        string since = live.Since is null ? "" : $" since {Time(live.Since)}";
        string lease = live.LeaseUntil is null ? ""
            : live.ServerProcess is { } process ? $"; its lease was last set to end at {Time(live.LeaseUntil)}, and holds as long as server session {process} works for it"
            : $"; its lease holds until {Time(live.LeaseUntil)}";
        return $"{live.Runner} is at work{(live.Doing is null ? "" : $" on {live.Doing}")}{since}{lease}.\n";
    }

    private static string Interrupted(MigrationStatus migration)
    {
        string known = migration.InDoubt is { } words ? $"  {words}\n" : "";
        return migration.Resumes == true
            ? $"{migration.Id} was interrupted{(known.Length > 0 ? "" : " behind committed units")} and goes on by itself: dotnet migrate up\n{known}"
            : $"{migration.Id} was interrupted and does not go on by itself; what is known, and the ways out: dotnet migrate recover\n{known}";
    }

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
