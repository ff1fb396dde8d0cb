using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>
/// Runs the tool as a user without rights in the folder: all that is in it loses its write bits. Tests often run as root, whom no
/// file mode stops; the child then gives up root's capabilities but stays the owner, since a checkout may lie where nobody else
/// can reach the program.
/// </summary>
public sealed class Visitor(string folder) : IDisposable
{
    private readonly List<(string Path, UnixFileMode Mode)> _closed = [];
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Takes every right away from everybody.</summary>
    public void TakeAway(string relative) => Set(Path.Combine(folder, relative), UnixFileMode.None);

    /// <summary>Gives everybody every right, and keeps it given.</summary>
    public void Open(string path)
    {
        Set(path, (UnixFileMode)Convert.ToInt32("777", 8));
        _open.Add(path);
    }

    public async Task<ProcessRun> ExpectAsync(int exitCode, params string[] arguments)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true })
            .Append(folder).Where(path => !_open.Contains(path)))
        {
            Set(path, File.GetUnixFileMode(path) & (UnixFileMode)Convert.ToInt32("555", 8));
        }

        (string program, string[] all) = IsRoot
            ? ("setpriv", ["--bounding-set=-all", "--inh-caps=-all", Tool.Program, .. arguments])
            : (Tool.Program, arguments);
        var run = await ProcessRun.StartAsync(program, all, folder, new Dictionary<string, string?> { ["HOME"] = Path.GetTempPath(), ["MIGRATE_DATABASE_URL"] = null });
        Assert.True(run.ExitCode == exitCode, $"exit {run.ExitCode}, expected {exitCode}.\n{run.Output}\n{run.Error}");
        return run;
    }

    public void Dispose()
    {
        foreach (var (path, mode) in Enumerable.Reverse(_closed).Where(closed => Path.Exists(closed.Path)))
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private void Set(string path, UnixFileMode mode)
    {
        _closed.Add((path, File.GetUnixFileMode(path)));
        File.SetUnixFileMode(path, mode);
    }
}
