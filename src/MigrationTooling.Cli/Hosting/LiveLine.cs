using System;
using System.Threading;

namespace MigrationTooling.Cli.Hosting;

/// <summary>Draws a living line ten times a second, whatever the run does in between: a statement that takes an hour still shows its clock.</summary>
internal sealed class LiveLine : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Terminal _terminal;
    private readonly Func<string?> _line;
    private readonly Timer _timer;

    /// <summary>Begins to draw.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="line">What is to be said at this moment; null for nothing. Called on another thread than the run's.</param>
    public LiveLine(Terminal terminal, Func<string?> line)
    {
        _terminal = terminal;
        _line = line;
        _timer = new Timer(_ => Draw(), null, Tick, Tick);
    }

    public void Dispose()
    {
        using var drawn = new ManualResetEvent(false);
        if (_timer.Dispose(drawn))
        {
            drawn.WaitOne();
        }

        _terminal.Live(null);
    }

    private void Draw()
    {
        if (_line() is { } line)
        {
            _terminal.Live(line);
        }
    }
}
