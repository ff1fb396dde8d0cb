using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace MigrationTooling.Cli.Hosting;

/// <summary>
/// Ctrl+C and SIGTERM. The first one asks: stop after the running unit. The second one, or the grace period after a
/// SIGTERM, cancels: the statement is stopped and rolled back. A command with nothing to finish (<see cref="Gently"/> not called) is
/// cancelled by the first.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private TimeSpan? _grace;
    private Action<string> _say = _ => { };

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Received(context, ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Received(context, ExitCode.Terminated));
    }

    /// <summary>Finish what runs, begin nothing new.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Give up now.</summary>
    public CancellationToken Cancel => _cancel.Token;

    /// <summary>130 or 143 once a signal came; null before.</summary>
    public int? Code { get; private set; }

    /// <summary>From now on the first signal only asks to stop.</summary>
    /// <param name="grace">How long a SIGTERM waits before it cancels.</param>
    /// <param name="say">Tells the person what their signal did.</param>
    public void Gently(TimeSpan grace, Action<string> say)
    {
        _say = say;
        _grace = grace;
    }

    private void Received(PosixSignalContext context, int code)
    {
        // Without this the runtime ends the process before anything is rolled back.
        context.Cancel = true;
        bool isFirst = Code is null;
        Code ??= code;
        if (_grace is not { } grace || !isFirst)
        {
            _say("cancelling the running statement; it is rolled back.");
            _stop.Cancel();
            _cancel.Cancel();
            return;
        }

        _say(code == ExitCode.Terminated
            ? $"stopping after the running unit; it is cancelled in {grace.TotalSeconds:0} s, or by a second signal."
            : "stopping after the running unit; Ctrl+C again cancels it.");
        _stop.Cancel();
        if (code == ExitCode.Terminated)
        {
            _cancel.CancelAfter(grace);
        }
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
        _cancel.Dispose();
    }
}
