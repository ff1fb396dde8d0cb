using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Cli.Input;

/// <summary>One .sql file on disk, read as a stream: a script may be larger than memory.</summary>
internal static class ScriptFile
{
    // Any other sharing takes an advisory lock on Unix: two more system calls a file, for nothing.
    private const FileShare Share = FileShare.ReadWrite | FileShare.Delete;

    // One read for the usual script; a larger one is streamed.
    private const int SmallFile = 64 * 1024;

    [ThreadStatic]
    private static byte[]? _small;

    /// <summary>What the rules need to know of it.</summary>
    /// <param name="directory">The migrations directory.</param>
    /// <param name="path">Relative to it, with <c>/</c>.</param>
    /// <param name="dialect">The dialect of the set.</param>
    /// <param name="cancel">Checked between statements.</param>
    public static FileFacts Facts(string directory, string path, Dialect dialect, CancellationToken cancel)
    {
        try
        {
            using var handle = File.OpenHandle(Path.Combine(directory, path), FileMode.Open, FileAccess.Read, Share);
            using var stream = Stream(handle);
            return FileFactsReader.Read(path, stream, DialectResolver.ForFile(path, dialect), cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(directory, path, e);
        }
    }

    /// <summary>The normalised text of one section; null for the whole file.</summary>
    public static TextReader Text(string directory, string path, Direction? section) =>
        SectionText.Open(TextNormalizer.Normalize(Open(directory, path)), section);

    private static Stream Stream(SafeFileHandle handle)
    {
        if (RandomAccess.GetLength(handle) > SmallFile)
        {
            return new FileStream(handle, FileAccess.Read, bufferSize: 0);
        }

        byte[] buffer = _small ??= new byte[SmallFile + 1];
        int length = 0;
        for (int read = RandomAccess.Read(handle, buffer, 0); read > 0; read = RandomAccess.Read(handle, buffer.AsSpan(length), length))
        {
            length += read;
        }

        // It grew while it was read, and may go on.
        return length == buffer.Length
            ? new FileStream(handle, FileAccess.Read, bufferSize: 0)
            : new MemoryStream(buffer, 0, length, writable: false);
    }

    private static FileStream Open(string directory, string path)
    {
        try
        {
            return new FileStream(Path.Combine(directory, path), FileMode.Open, FileAccess.Read, Share, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(directory, path, e);
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
