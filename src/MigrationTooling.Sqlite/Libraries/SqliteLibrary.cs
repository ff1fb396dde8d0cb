using System;
using System.Reflection;
using System.Runtime.InteropServices;
using MigrationTooling.Sqlite.Libraries;
using SQLitePCL;

namespace MigrationTooling.Sqlite;

/// <summary>
/// Decides which SQLite library the process runs on: the one shipped with the program, the system's, or a given file.
/// A program that does not call it keeps whatever library its SQLitePCLRaw bundle brings.
/// </summary>
public static class SqliteLibrary
{
    /// <summary>The choice that takes the newer of <see cref="Bundled"/> and <see cref="System"/>.</summary>
    public const string Newer = "newer";

    /// <summary>The choice of the library that lies beside the program.</summary>
    public const string Bundled = "bundled";

    /// <summary>The choice of the operating system's library.</summary>
    public const string System = "system";

    private static readonly object Gate = new();
    private static NativeSqlite? _chosen;
    private static bool _resolving;

    /// <summary>What was loaded; null until <see cref="Load"/> ran.</summary>
    public static SqliteLibraryInfo? Loaded => _chosen is { } chosen ? new SqliteLibraryInfo(chosen.Version, chosen.Source) : null;

    /// <summary>The native library, to find functions that SQLitePCLRaw does not name; zero until <see cref="Load"/> ran.</summary>
    internal static IntPtr Handle => _chosen?.Handle ?? IntPtr.Zero;

    /// <summary>
    /// Loads a library and makes <paramref name="provider"/> run on it. Once per process, before the first connection;
    /// a later call answers what is loaded already.
    /// </summary>
    /// <param name="provider">The SQLitePCLRaw provider whose native library is replaced, e.g. <c>SQLite3Provider_e_sqlite3</c>.</param>
    /// <param name="libraryName">The name by which that provider asks for its library, e.g. <c>e_sqlite3</c>.</param>
    /// <param name="choice"><see cref="Newer"/>, <see cref="Bundled"/>, <see cref="System"/>, or a path.</param>
    /// <exception cref="SqliteLibraryException">The library asked for is missing or is no SQLite.</exception>
    public static SqliteLibraryInfo Load(ISQLite3Provider provider, string libraryName, string choice = Newer)
    {
        ArgumentNullException.ThrowIfNull(provider);
        lock (Gate)
        {
            if (_chosen is null)
            {
                var assembly = provider.GetType().Assembly;
                _chosen = Choose(choice, () => NativeLibrary.TryLoad(libraryName, assembly, null, out var handle) ? handle : IntPtr.Zero);
                if (!_resolving)
                {
                    NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == libraryName ? Handle : IntPtr.Zero);
                    _resolving = true;
                }

                raw.SetProvider(provider);
            }

            return Loaded!;
        }
    }

    private static NativeSqlite Choose(string choice, Func<IntPtr> loadBundled)
    {
        switch (choice)
        {
            case Bundled:
                return NativeSqlite.TryOpen(loadBundled, Bundled)
                    ?? throw new SqliteLibraryException("The bundled SQLite library is not beside the program; use --sqlite-library system or a path.");
            case System:
                return NativeSqlite.TryOpen(NativeSqlite.LoadSystem, System)
                    ?? throw new SqliteLibraryException("This system has no SQLite library; use --sqlite-library bundled or a path.");
            case Newer:
                var bundled = NativeSqlite.TryOpen(loadBundled, Bundled);
                var system = NativeSqlite.TryOpen(NativeSqlite.LoadSystem, System);
                return (system?.VersionNumber ?? 0) > (bundled?.VersionNumber ?? 0)
                    ? system!
                    : bundled ?? throw new SqliteLibraryException("No SQLite library was found, neither beside the program nor in the system; give one with --sqlite-library PATH.");
            default:
                return FromPath(choice);
        }
    }

    private static NativeSqlite FromPath(string path)
    {
        try
        {
            return NativeSqlite.TryOpen(() => NativeLibrary.Load(path), path)
                ?? throw new SqliteLibraryException($"The library '{path}' is not SQLite.");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new SqliteLibraryException($"The SQLite library '{path}' can't be loaded: {e.Message}", e);
        }
    }
}
