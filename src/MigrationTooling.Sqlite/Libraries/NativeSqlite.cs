using System;
using System.Runtime.InteropServices;

namespace MigrationTooling.Sqlite.Libraries;

/// <summary>A SQLite library that was found and opened, before it is decided whether to use it.</summary>
internal sealed record NativeSqlite(IntPtr Handle, int VersionNumber, string Version, string Source)
{
    /// <summary>Opens a library and asks its version; null where it is not there or is no SQLite.</summary>
    public static unsafe NativeSqlite? TryOpen(Func<IntPtr> load, string source)
    {
        var handle = load();
        if (handle == IntPtr.Zero)
        {
            return null;
        }

        if (!NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out var number)
            || !NativeLibrary.TryGetExport(handle, "sqlite3_libversion", out var text))
        {
            NativeLibrary.Free(handle);
            return null;
        }

        int version = ((delegate* unmanaged[Cdecl]<int>)number)();
        string words = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<IntPtr>)text)()) ?? "";
        return new NativeSqlite(handle, version, words, source);
    }

    /// <summary>Where the running system keeps its own SQLite.</summary>
    public static IntPtr LoadSystem()
    {
        string[] names = OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
            : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib", "libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }

        return IntPtr.Zero;
    }
}
