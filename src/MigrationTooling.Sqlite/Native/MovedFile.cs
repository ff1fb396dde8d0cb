using System;
using System.Runtime.InteropServices;
using System.Text;

namespace MigrationTooling.Sqlite.Native;

/// <summary>Asks SQLite whether the file that a connection has open is still the one its path leads to. A database that was replaced under a run would take all its writes to the grave.</summary>
internal static class MovedFile
{
    private const int HasMoved = 20; // SQLITE_FCNTL_HAS_MOVED

    // Not among SQLitePCLRaw's functions. In an application that chose its library by a bundle nothing is known: there SQLite's own check on writing stays.
    private static readonly Lazy<IntPtr> FileControl = new(() =>
        SqliteLibrary.Handle != IntPtr.Zero && NativeLibrary.TryGetExport(SqliteLibrary.Handle, "sqlite3_file_control", out var function) ? function : IntPtr.Zero);

    private static readonly byte[] Main = Encoding.ASCII.GetBytes("main\0");

    public static unsafe bool Is(SqliteDatabase database)
    {
        var function = FileControl.Value;
        if (function == IntPtr.Zero)
        {
            return false;
        }

        int moved = 0;
        fixed (byte* main = Main)
        {
            int rc = ((delegate* unmanaged[Cdecl]<IntPtr, byte*, int, int*, int>)function)(database.Handle.DangerousGetHandle(), main, HasMoved, &moved);
            return rc == 0 && moved != 0;
        }
    }
}
