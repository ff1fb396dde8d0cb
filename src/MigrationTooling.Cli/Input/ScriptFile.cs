using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Text;

namespace MigrationTooling.Cli.Input;

/// <summary>One .sql file on disk, read as a stream: a script may be larger than memory.</summary>
internal static class ScriptFile
{
    private const FileShare Share = FileShare.ReadWrite | FileShare.Delete;

    // One read for the usual script; a larger one is streamed.
    private const int SmallFile = 64 * 1024;

    [ThreadStatic]
    private static byte[]? _small;

    /// <summary>What the rules need to know of it.</summary>
    /// <param name="directory">The migrations directory.</param>
    /// <param name="name">Its name, relative to the directory.</param>
    /// <param name="dialect">The dialect of the set.</param>
    /// <param name="cancel">Checked between statements.</param>
    /// <returns>With the plans of a script that is too large to be read again for them.</returns>
    public static (FileFacts Facts, IReadOnlyList<MadePlan> Plans) Facts(string directory, FileName name, Dialect dialect, CancellationToken cancel)
    {
        string path = Path.Combine(directory, name.Path);
        try
        {
            using var small = Small(path);
            if (small is not null)
            {
                return (FileFactsReader.Read(name, small, dialect, null, null, cancel), []);
            }

            using var large = new FileStream(path, FileMode.Open, FileAccess.Read, Share, bufferSize: 0);
            var plans = new List<MadePlan>();
            return (FileFactsReader.Read(name, large, dialect, plans, static () => new HashBeside(), cancel), plans);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(directory, name.Path, e);
        }
    }

    /// <summary>The normalised text of one section; null for the whole file.</summary>
    /// <exception cref="UnreadableScriptException">It can't be opened.</exception>
    public static TextReader Text(string directory, string path, Direction? section) =>
        SectionText.Open(TextNormalizer.Normalize(Open(directory, path)), section);

    /// <summary>The whole file in memory; null where it is large, or has to be opened in the usual way to say what is wrong with it.</summary>
    private static MemoryStream? Small(string path)
    {
        byte[] buffer = _small ??= new byte[SmallFile];
        int length = DirectRead.Whole(path, buffer);
        return length < 0 ? null : new MemoryStream(buffer, 0, length, writable: false);
    }

    private static FileStream Open(string directory, string path)
    {
        try
        {
            return new FileStream(Path.Combine(directory, path), FileMode.Open, FileAccess.Read, Share, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableScriptException(Unreadable(directory, path, e), e);
        }
    }

    private static CommandFailure Unreadable(string directory, string path, Exception cause)
    {
        string full = Path.Combine(directory, path);
        string? target = new FileInfo(full).LinkTarget;
        return target is not null && cause is FileNotFoundException or DirectoryNotFoundException
            ? CommandFailure.Usage($"{full} is a link to {target}, which does not exist.", "Restore the file, or remove the link.")
            : CommandFailure.Usage($"{full} can't be read: {cause.Message}", "Every file below the migrations directory must be readable to be judged.");
    }
}
