using System;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MigrationTooling.Benchmarks;

/// <summary>
/// Runs one command and prints its wall time, its CPU time (user and system) in seconds and its peak memory in MiB. Started without
/// .NET's Process class: until a child has its own memory the kernel counts its parent's as its peak, so the parent has to stay small.
/// </summary>
internal static unsafe class Measured
{
    private const int ReadWrite = 2;
    private const int FileActionsLength = 256; // longer than posix_spawn_file_actions_t of any C library

    public static int Run(string program, ReadOnlySpan<string> arguments)
    {
        byte* actions = stackalloc byte[FileActionsLength];
        _ = posix_spawn_file_actions_init(actions);
        for (int stream = 1; stream <= 2; stream++)
        {
            _ = posix_spawn_file_actions_addopen(actions, stream, "/dev/null", ReadWrite, 0);
        }

        byte** words = stackalloc byte*[arguments.Length + 2];
        words[0] = (byte*)Marshal.StringToCoTaskMemUTF8(program);
        for (int i = 0; i < arguments.Length; i++)
        {
            words[i + 1] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
        }

        words[arguments.Length + 1] = null;
        nint library = NativeLibrary.GetMainProgramHandle();
        byte** environment = *(byte***)NativeLibrary.GetExport(library, "environ");

        long began = Stopwatch.GetTimestamp();
        int error = posix_spawnp(out int child, program, actions, null, words, environment);
        if (error != 0)
        {
            Console.Error.WriteLine($"{program} does not start: {Marshal.GetPInvokeErrorMessage(error)}");
            return 1;
        }

        var usage = default(Usage);
        if (wait4(child, out int status, 0, ref usage) != child || status != 0)
        {
            Console.Error.WriteLine($"{program} {string.Join(' ', arguments)} failed (status {status}).");
            return 1;
        }

        double wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double cpu = usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall:0.0000} {cpu:0.0000} {usage.PeakKilobytes / 1024.0:0.0}"));
        return 0;
    }

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_init(byte* actions);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_addopen(byte* actions, int stream, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

    [DllImport("libc")]
    private static extern int posix_spawnp(
        out int child, [MarshalAs(UnmanagedType.LPUTF8Str)] string file, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [DllImport("libc")]
    private static extern int wait4(int child, out int status, int options, ref Usage usage);

    // struct rusage of 64-bit Linux; only its first members are read.
    [StructLayout(LayoutKind.Sequential)]
    private struct Usage
    {
        public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds, PeakKilobytes;
        public fixed long Others[13];
    }
}
