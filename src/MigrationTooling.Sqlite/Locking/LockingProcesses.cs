using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MigrationTooling.Sqlite.Locking;

/// <summary>
/// Tells which other processes hold SQLite's locks on a database file. Read from what the system says of locks and never by opening the
/// file: closing it again would drop the locks that this process holds itself.
/// </summary>
internal static class LockingProcesses
{
    /// <summary>In words, for the end of a sentence; null where nobody is found or the system does not tell.</summary>
    public static string? Describe(string file)
    {
        try
        {
            var holders = new[] { file, file + "-shm" }.SelectMany(Holders).GroupBy(h => h.Process).Select(Words).ToArray();
            return holders.Length == 0 ? null : string.Join(", ", holders);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only Linux lists locks, and not to everybody; the error is reported without a name then.
            return null;
        }
    }

    private static IEnumerable<(int Process, bool Writes)> Holders(string file)
    {
        if (Inode(file) is not { } inode)
        {
            yield break;
        }

        // 1: POSIX  ADVISORY  READ 1234 fd:00:5678 1073741826 1073742335
        foreach (string line in File.ReadLines("/proc/locks"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 6 && words[1] == "POSIX" && words[5].Split(':')[^1] == inode
                && int.TryParse(words[4], NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process != Environment.ProcessId)
            {
                yield return (process, words[3] == "WRITE");
            }
        }
    }

    /// <summary>The number of a file that this process has open.</summary>
    private static string? Inode(string file)
    {
        const string Descriptors = "/proc/self/fd";
        string? link = Directory.Exists(Descriptors)
            ? Directory.EnumerateFileSystemEntries(Descriptors).FirstOrDefault(d => new FileInfo(d).LinkTarget == file)
            : null;
        return link is null ? null
            : File.ReadLines("/proc/self/fdinfo/" + Path.GetFileName(link)).FirstOrDefault(l => l.StartsWith("ino:", StringComparison.Ordinal))?[4..].Trim();
    }

    private static string Words(IGrouping<int, (int Process, bool Writes)> holder)
    {
        string name = $"/proc/{holder.Key.ToString(CultureInfo.InvariantCulture)}/comm";
        string program = File.Exists(name) ? $" ({File.ReadAllText(name).Trim()})" : "";
        return $"process {holder.Key.ToString(CultureInfo.InvariantCulture)}{program} {(holder.Any(h => h.Writes) ? "writes" : "reads")}";
    }
}
