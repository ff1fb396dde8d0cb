using System;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MigrationTooling.Benchmarks;

/// <summary>Runs one command and prints its wall time, its CPU time (user and system) in seconds and its peak memory in MiB. One command a process: the kernel keeps the peak of all children together.</summary>
internal static class Measured
{
    private const int Children = -1;

    public static int Run(string program, ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        long began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        double wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0)
        {
            Console.Error.WriteLine(error);
            return process.ExitCode;
        }

        var usage = default(Usage);
        _ = getrusage(Children, ref usage);
        double cpu = usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall:0.000} {cpu:0.000} {usage.PeakKilobytes / 1024.0:0.0}"));
        return 0;
    }

    [DllImport("libc")]
    private static extern int getrusage(int who, ref Usage usage);

    // struct rusage of 64-bit Linux; only its first members are read.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Usage
    {
        public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds, PeakKilobytes;
        public fixed long Others[13];
    }
}
