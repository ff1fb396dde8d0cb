using System;
using System.IO;
using System.Text;

namespace MigrationTooling.Sqlite.Locking;

/// <summary>
/// The run lock of one history of one database file: a sidecar that is locked while a runner works and that says who it is.
/// It is never unlinked, since a runner could then hold the lock of a file that nobody else can find.
/// </summary>
internal sealed class RunLockFile : IDisposable
{
    private readonly FileStream _file;

    private RunLockFile(FileStream file) => _file = file;

    public static string PathFor(string databasePath, string historyTable) => databasePath + "-" + historyTable + ".lock";

    /// <summary>Asks once. The holder's words come with <see cref="FileLockOutcome.Held"/>.</summary>
    public static (FileLockOutcome Outcome, RunLockFile? Lock, string? Holder) TryTake(string path, string runner)
    {
        FileStream file;
        try
        {
            file = FileLock.Open(path, write: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (FileLockOutcome.Refused, null, e.Message);
        }

        var outcome = FileLock.Try(file, exclusive: true);
        if (outcome != FileLockOutcome.Taken)
        {
            string? holder = outcome == FileLockOutcome.Held ? ReadHolder(file) : null;
            file.Dispose();
            return (outcome, null, holder);
        }

        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(runner));
        return (outcome, new RunLockFile(file), null);
    }

    /// <summary>Who holds the lock now; null where nobody does. Writes nothing.</summary>
    public static string? Holder(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = FileLock.Open(path, write: false);
            return FileLock.Try(file, exclusive: false) == FileLockOutcome.Held ? ReadHolder(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Who may not read the sidecar can't tell; the history's owner row is still shown.
            return null;
        }
    }

    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }

    private static string ReadHolder(FileStream file)
    {
        var buffer = new byte[512];
        file.Position = 0;
        int length = file.Read(buffer, 0, buffer.Length);
        return length > 0 ? Encoding.UTF8.GetString(buffer, 0, length) : "an unnamed runner";
    }
}
