using System;
using System.Globalization;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Events;

namespace MigrationTooling.Cli.Rendering;

/// <summary>
/// Tells a run while it goes on: progress on standard error, as one living line on a terminal and as plain lines elsewhere; in text, each
/// applied migration at once on standard output. In JSON there is no progress, only what a person has to know.
/// </summary>
internal sealed class RunObserver(Terminal terminal, bool isJson, string directory, TimeProvider? clock = null) : IMigrationObserver, IDisposable
{
    // A large script in a log: often enough to see that it moves, seldom enough not to fill the log.
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private LiveLine? _live;
    private RunProgress? _progress;
    private long _started;
    private TimeSpan _nextLine;

    private bool IsLive => terminal.Style.ErrorIsTerminal && !isJson;

    public void Observe(MigrationEvent migrationEvent)
    {
        Follow(migrationEvent);
        switch (migrationEvent)
        {
            case MigrationEvent.MigrationCompleted completed when !isJson:
                terminal.Result($"applied {completed.Id} ({Elapsed(completed.Elapsed)})");
                break;
            case MigrationEvent.RolledBack back when !isJson:
                terminal.Result($"rolled back {back.Id} ({Elapsed(back.Elapsed)})");
                break;
            case MigrationEvent.StatementRan or MigrationEvent.BatchCommitted when _progress is not null && !IsLive && !isJson && _clock.GetElapsedTime(_started) >= _nextLine:
                _nextLine = _clock.GetElapsedTime(_started) + BetweenLines;
                terminal.Progress($"{_progress.Started.Id}: {_progress.Position(_clock.GetElapsedTime(_started))}");
                break;
            case MigrationEvent.RollbackStarted when isJson:
            case MigrationEvent.MigrationStarted or MigrationEvent.UnitCompleted when isJson || IsLive:
                break;
            default:
                if (Line(migrationEvent, directory) is { } line)
                {
                    terminal.Progress(line);
                }

                break;
        }
    }

    public void Dispose() => _live?.Dispose();

    // Every statement of a large script comes through here, so it only notes; who draws looks at it now and then.
    private void Follow(MigrationEvent migrationEvent)
    {
        switch (migrationEvent)
        {
            case MigrationEvent.MigrationStarted started:
                _started = _clock.GetTimestamp();
                _nextLine = BetweenLines;
                _progress = new RunProgress(started, 0, 0);
                if (IsLive)
                {
                    _live ??= new LiveLine(terminal, () => _progress?.Line(_clock.GetElapsedTime(_started), terminal.Style.ErrorWidth()));
                }

                break;
            case MigrationEvent.StatementRan ran when _progress is not null:
                _progress = _progress with { Statements = ran.Number, BytesRead = ran.BytesRead };
                break;
            case MigrationEvent.BatchCommitted batch when _progress is not null:
                _progress = _progress with { Batches = batch.Progress };
                break;
            case MigrationEvent.MigrationCompleted or MigrationEvent.MigrationFailed:
                _progress = null;
                break;
            default:
                break;
        }
    }

    /// <summary>What an event says on standard error; null where it says nothing there.</summary>
    internal static string? Line(MigrationEvent migrationEvent, string directory) => migrationEvent switch
    {
        MigrationEvent.WaitingForRunLock waiting => $"waiting: {waiting.Holder} is at work on this database",
        MigrationEvent.RunLockUnavailable none => $"no run lock here ({none.Reason}); runners are kept apart by the history alone",
        MigrationEvent.RunLockNoted noted => noted.Text,
        MigrationEvent.Noticed noticed => FindingLine.Of(noticed.Finding, directory),
        MigrationEvent.RowRenamed renamed => $"{renamed.From} is called {renamed.To} in this database now",
        MigrationEvent.RowRestamped restamped => $"{restamped.Id}: the checksum of the reformatted text was recorded",
        MigrationEvent.MigrationStarted started =>
            $"applying {started.Id} ({started.Number} of {started.Count}, {Counted.Of(started.Statements, "statement")}{(started.Attempt > 1 ? $", attempt {started.Attempt}" : "")})",
        MigrationEvent.RollbackStarted started =>
            $"rolling back {started.Id} ({started.Number} of {started.Count}, {Counted.Of(started.Statements, "statement")}{(started.IsResumed ? ", behind what is committed" : "")})",
        MigrationEvent.RollbackGivenUp abandoned => $"{abandoned.Id}: an interrupted rollback took nothing back; it is applied as before",
        MigrationEvent.Noted noted => $"{noted.Id}: {noted.Text}",
        MigrationEvent.UnitCompleted unit => $"{unit.Id}: unit {unit.Number} of {unit.Count} is committed",
        _ => null,
    };

    private static string Elapsed(TimeSpan elapsed) => elapsed.TotalSeconds < 10
        ? elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms"
        : elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
