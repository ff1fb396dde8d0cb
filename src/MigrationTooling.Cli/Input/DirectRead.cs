using System;
using System.Runtime.InteropServices;
using System.Text;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// Reads a small file with as few system calls as that takes. .NET's own way asks for its kind and length, locks and unlocks it, and
/// makes a handle that is finalised: twice as many calls, which count where a thousand files are read to find that none changed.
/// </summary>
internal static unsafe partial class DirectRead
{
    private const int LongestPath = 1024;
    private const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC of Linux

    /// <summary>Fills the buffer with the file's bytes; how many, or -1 where they don't fit, or the file does not open, or the system is another one.</summary>
    public static int Whole(string path, byte[] buffer)
    {
        // Other processor families of Linux number the flags alike, but for some that .NET does not run on.
        if (!OperatingSystem.IsLinux() || Encoding.UTF8.GetMaxByteCount(path.Length) >= LongestPath)
        {
            return -1;
        }

        byte* name = stackalloc byte[LongestPath];
        name[Encoding.UTF8.GetBytes(path, new Span<byte>(name, LongestPath - 1))] = 0;
        int file = Open(name, ReadOnlyCloseOnExec);
        if (file < 0)
        {
            return -1;
        }

        fixed (byte* target = buffer)
        {
            int length = 0;
            while (length < buffer.Length)
            {
                nint read = Read(file, target + length, buffer.Length - length);
                if (read <= 0)
                {
                    length = read < 0 ? -1 : length;
                    break;
                }

                length += (int)read;
            }

            _ = Close(file);
            return length == buffer.Length ? -1 : length;
        }
    }

    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
