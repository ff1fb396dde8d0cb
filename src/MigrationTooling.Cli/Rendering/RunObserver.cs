using System;
using System.Globalization;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Events;

namespace MigrationTooling.Cli.Rendering;

/// <summary>Tells a run while it goes on: progress on standard error; in text, each applied migration at once on standard output.</summary>
internal sealed class RunObserver(Terminal terminal, bool isJson, string directory) : IMigrationObserver
{
    public void Observe(MigrationEvent migrationEvent)
    {
        switch (migrationEvent)
        {
            case MigrationEvent.MigrationCompleted completed when !isJson:
                terminal.Result($"applied {completed.Id} ({Elapsed(completed.Elapsed)})");
                break;
            default:
                if (Line(migrationEvent, directory) is { } line)
                {
                    terminal.Progress(line);
                }

                break;
        }
    }

    /// <summary>What an event says on standard error; null where it says nothing there.</summary>
    internal static string? Line(MigrationEvent migrationEvent, string directory) => migrationEvent switch
    {
        MigrationEvent.WaitingForRunLock waiting => $"waiting: {waiting.Holder} is at work on this database",
        MigrationEvent.RunLockUnavailable none => $"no run lock here ({none.Reason}); runners are kept apart by the history alone",
        MigrationEvent.Noticed noticed => FindingLine.Of(noticed.Finding, directory),
        MigrationEvent.RowRenamed renamed => $"{renamed.From} is called {renamed.To} in this database now",
        MigrationEvent.RowRestamped restamped => $"{restamped.Id}: the checksum of the reformatted text was recorded",
        MigrationEvent.MigrationStarted started =>
            $"applying {started.Id} ({started.Number} of {started.Count}, {Counted.Of(started.Statements, "statement")}{(started.Attempt > 1 ? $", attempt {started.Attempt}" : "")})",
        MigrationEvent.UnitCompleted unit => $"{unit.Id}: unit {unit.Number} of {unit.Count} is committed",
        _ => null,
    };

    private static string Elapsed(TimeSpan elapsed) => elapsed.TotalSeconds < 10
        ? elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms"
        : elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
