using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MigrationTooling.Sqlite.Locking;

/// <summary>What came of asking for a file lock.</summary>
internal enum FileLockOutcome
{
    /// <summary>It is ours until the handle is closed or the process dies.</summary>
    Taken,

    /// <summary>Another process, or another handle of this one, holds it.</summary>
    Held,

    /// <summary>The file system does not lock, or the file can't be made.</summary>
    Refused,
}

/// <summary>A whole-file lock that the operating system frees when its holder dies.</summary>
internal static partial class FileLock
{
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NonBlocking = 4;

    /// <summary>
    /// Opens a file that others may have locked. On Unix not through <see cref="FileStream"/>, which takes a lock of its own
    /// on opening and so can't even read the file while somebody holds it.
    /// </summary>
    public static FileStream Open(string path, bool write)
    {
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, write ? FileMode.OpenOrCreate : FileMode.Open, write ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }

        if (write && !File.Exists(path))
        {
            try
            {
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another runner made it meanwhile and has it locked, which FileStream respects.
            }
        }

        const int ReadWrite = 2;
        int closeOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : OperatingSystem.IsFreeBSD() ? 0x100000 : 0x80000;
        int descriptor = OpenFile(path, (write ? ReadWrite : 0) | closeOnExec);
        return descriptor >= 0
            ? new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), write ? FileAccess.ReadWrite : FileAccess.Read, bufferSize: 0)
            : throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    /// <summary>Asks once, never waits.</summary>
    public static FileLockOutcome Try(FileStream file, bool exclusive) =>
        OperatingSystem.IsWindows() ? TryWindows(file) : TryUnix(file, exclusive);

    private static FileLockOutcome TryUnix(FileStream file, bool exclusive)
    {
        if (Flock(file.SafeFileHandle, (exclusive ? Exclusive : Shared) | NonBlocking) == 0)
        {
            return FileLockOutcome.Taken;
        }

        int wouldBlock = OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? 35 : 11;
        return Marshal.GetLastPInvokeError() == wouldBlock ? FileLockOutcome.Held : FileLockOutcome.Refused;
    }

    // Far behind any content, so that the text in the file stays readable for others while it is locked.
    private static FileLockOutcome TryWindows(FileStream file)
    {
        const int LockViolation = unchecked((int)0x80070021);
        try
        {
#pragma warning disable CA1416 // Only reached on Windows.
            file.Lock(long.MaxValue - 1, 1);
#pragma warning restore CA1416
            return FileLockOutcome.Taken;
        }
        catch (IOException e)
        {
            return e.HResult == LockViolation ? FileLockOutcome.Held : FileLockOutcome.Refused;
        }
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);
}
