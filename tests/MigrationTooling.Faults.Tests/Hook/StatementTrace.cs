using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace MigrationTooling.Faults.Tests.Hook;

/// <summary>Listens to every statement of every connection that SQLite opens in this process, through SQLite's own trace.</summary>
internal static class StatementTrace
{
    private const uint Begins = 1;
    private const uint Ended = 2;

    // The native library keeps only pointers to these.
    private static readonly List<Delegate> Kept = [];

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int AutoExtension(IntPtr entry);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Opened(IntPtr database, IntPtr error, IntPtr api);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetTrace(IntPtr database, uint mask, Traced callback, IntPtr context);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Traced(uint kind, IntPtr context, IntPtr statement, IntPtr detail);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Execute(IntPtr database, [MarshalAs(UnmanagedType.LPUTF8Str)] string sql, IntPtr callback, IntPtr argument, IntPtr error);

    /// <summary>Both libraries that the program may choose are prepared, before it chooses.</summary>
    public static void Attach(FaultInjection injection)
    {
        foreach (string library in Candidates())
        {
            if (NativeLibrary.TryLoad(library, out var handle))
            {
                Attach(handle, injection);
            }
        }
    }

    private static IEnumerable<string> Candidates()
    {
        string runtimes = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        return (Directory.Exists(runtimes) ? Directory.GetFiles(runtimes, "*e_sqlite3*") : []).Append(OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0");
    }

    private static void Attach(IntPtr library, FaultInjection injection)
    {
        var setTrace = Function<SetTrace>(library, "sqlite3_trace_v2");
        var execute = Function<Execute>(library, "sqlite3_exec");
        Traced traced = new Listener(injection).Take;
        Opened opened = (database, _, _) =>
        {
            if (injection.MostPages > 0)
            {
                execute(database, "PRAGMA max_page_count = " + injection.MostPages.ToString(System.Globalization.CultureInfo.InvariantCulture), 0, 0, 0);
            }

            return setTrace(database, Begins | Ended, traced, 0);
        };
        Kept.AddRange([setTrace, execute, traced, opened]);
        Function<AutoExtension>(library, "sqlite3_auto_extension")(Marshal.GetFunctionPointerForDelegate(opened));
    }

    private static T Function<T>(IntPtr library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));

    private sealed class Listener(FaultInjection injection)
    {
        private readonly Dictionary<IntPtr, (int Number, string Sql)> _running = [];

        public int Take(uint kind, IntPtr context, IntPtr statement, IntPtr detail)
        {
            if (kind == Begins)
            {
                string sql = Marshal.PtrToStringUTF8(detail) ?? "";
                if (!sql.StartsWith("--", StringComparison.Ordinal))
                {
                    // A trigger's statements come as comments inside the statement that fired it.
                    _running[statement] = (injection.Begins(sql), sql);
                }
            }
            else if (_running.Remove(statement, out var ended))
            {
                injection.Ended(ended.Number, ended.Sql);
            }

            return 0;
        }
    }
}
