using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace MigrationTooling.Faults.Tests.Hook;

/// <summary>
/// Inside the tool's process: writes down each statement as it begins and ends, and does the deed at its place. A line is in the system's
/// hands before the statement goes on, so that what a killed process had reached is known for certain.
/// </summary>
#pragma warning disable CA1001 // What it holds lives as long as the process.
internal sealed class FaultInjection
#pragma warning restore CA1001
{
    private const int ShownLength = 160;

    private readonly Fault _fault;
    private readonly FileStream _trace;
    private readonly WindowTracker _window = new();
    private readonly ManualResetEventSlim _due = new(initialState: false, spinCount: 1000);
    private long _from;
    private int _number;
    private bool _done;

    public FaultInjection(Fault fault)
    {
        _fault = fault;
        _trace = new FileStream(fault.Trace, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (fault is { Deed: not Deed.Trace, DelayMicroseconds: > 0 })
        {
            // Its own thread, started beforehand: the kill then meets whatever the program does meanwhile.
            new Thread(DoLater) { IsBackground = true }.Start();
        }

        if (fault is { Deed: not Deed.Trace, Place: "exit" })
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Do();
        }

        if (fault is { Deed: not Deed.Trace, Place: "start" })
        {
            Do();
        }
    }

    public int MostPages => _fault.MostPages;

    /// <summary>A statement is about to run; its number.</summary>
    public int Begins(string sql)
    {
        int number = ++_number;
        Reached('B', number, sql);
        return number;
    }

    public void Ended(int number, string sql) => Reached('E', number, sql);

    private void Reached(char edge, int number, string sql)
    {
        string line = sql.Length > ShownLength ? sql[..ShownLength] : sql;
        line = line.ReplaceLineEndings(" ");
        _trace.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{edge} {number} {line}\n")));
        var before = _window.Current;
        _window.Take(edge, line);
        if (!_done && _fault.Deed != Deed.Trace && IsHere(edge, number, line, _window.Current != before))
        {
            Do();
        }
    }

    private bool IsHere(char edge, int number, string sql, bool entered) => _fault.Place[0] switch
    {
        '#' => edge == _fault.Edge && _fault.Place == "#" + number.ToString(CultureInfo.InvariantCulture),
        '~' => edge == _fault.Edge && sql.Contains(_fault.Place[1..], StringComparison.Ordinal),
        '@' => entered && _fault.Place == "@" + _window.Current,
        _ => false,
    };

    private void Do()
    {
        _done = true;
        if (_fault.DelayMicroseconds == 0)
        {
            Send(_fault.Deed);
            return;
        }

        _from = Stopwatch.GetTimestamp();
        _due.Set();
    }

    private void DoLater()
    {
        _due.Wait();
        while (Stopwatch.GetElapsedTime(_from).TotalMicroseconds < _fault.DelayMicroseconds)
        {
            Thread.SpinWait(20);
        }

        Send(_fault.Deed);
    }

    private static void Send(Deed deed)
    {
        const int Kill = 9, Stop = 19;
        _ = Signal(Environment.ProcessId, deed == Deed.Kill ? Kill : Stop);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
