using System;
using System.IO;
using System.Threading;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>
/// Stamps files with the hash of their bytes. The bytes are read on every build: a time stamp proves nothing after a
/// checkout or a restore. Lexing is left to the compiler but for files whose text it must not get.
/// </summary>
internal sealed class FileStamper(long largeFileBytes, EarlierFacts earlier, CancellationToken cancellation)
{
    private byte[] _bytes = new byte[16 * 1024]; // one for all files: a build reads each of them again

    /// <summary>A file of which only the bytes matter here.</summary>
    public FileStamp StampLock(FoundFile file)
    {
        using var stream = Open(file);
        return Stamp(file, ReadAll(stream));
    }

    /// <summary>A script; with its facts where it is large or not UTF-8.</summary>
    /// <param name="file">The script.</param>
    /// <param name="dialect">Tells the dialect a script is read in; asked only where it is read here.</param>
    /// <param name="setDirectory">The set's directory as the facts call it.</param>
    public FileStamp StampScript(FoundFile file, DialectOfScript dialect, string setDirectory)
    {
        cancellation.ThrowIfCancellationRequested();
        using var stream = Open(file);
        if (stream.Length > largeFileBytes)
        {
            var large = new FileStamp(file.Path, stream.Length, BytesDigest.Of(stream), null);
            stream.Position = 0;
            return earlier.Find(setDirectory, large, dialect.Of(file.Path)) ?? Carry(large, stream, dialect.Of(file.Path));
        }

        int length = ReadAll(stream);
        var stamp = Stamp(file, length);
        return TextDecoder.IsUtf8(_bytes, length) ? stamp : Carry(stamp, new MemoryStream(_bytes, 0, length, writable: false), dialect.Of(file.Path));
    }

    // Unbuffered: the bytes go into our own buffer.
    private static FileStream Open(FoundFile file) =>
        new(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

    private FileStamp Stamp(FoundFile file, int length) => new(file.Path, length, BytesDigest.Of(_bytes, length), null);

    private FileStamp Carry(FileStamp stamp, Stream bytes, Dialect dialect) =>
        stamp with { Carried = new CarriedFacts(dialect, FileFactsReader.Read(stamp.Path, bytes, dialect, cancellation)) };

    /// <summary>Reads the file into the buffer, to its end whatever its length was when it was opened.</summary>
    private int ReadAll(FileStream stream)
    {
        int length = 0;
        while (true)
        {
            if (length == _bytes.Length)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }

            int read = stream.Read(_bytes, length, _bytes.Length - length);
            if (read == 0)
            {
                return length;
            }

            length += read;
        }
    }
}
