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
    /// <summary>A file of which only the bytes matter here.</summary>
    public static FileStamp StampLock(FoundFile file)
    {
        byte[] bytes = File.ReadAllBytes(file.FullPath);
        return new FileStamp(file.Path, bytes.Length, BytesDigest.Of(bytes), null);
    }

    /// <summary>A script; with its facts where it is large or not UTF-8.</summary>
    public FileStamp StampScript(FoundFile file, Dialect dialect, string setDirectory)
    {
        cancellation.ThrowIfCancellationRequested();
        using var stream = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        if (stream.Length > largeFileBytes)
        {
            var large = new FileStamp(file.Path, stream.Length, BytesDigest.Of(stream), null);
            stream.Position = 0;
            return earlier.Find(setDirectory, large, dialect) ?? Carry(large, stream, dialect);
        }

        byte[] bytes = ReadAll(stream);
        var stamp = new FileStamp(file.Path, bytes.Length, BytesDigest.Of(bytes), null);
        return TextDecoder.Decode(bytes).InvalidUtf8At is null ? stamp : Carry(stamp, new MemoryStream(bytes, writable: false), dialect);
    }

    private FileStamp Carry(FileStamp stamp, Stream bytes, Dialect dialect) =>
        stamp with { Carried = new CarriedFacts(dialect, FileFactsReader.Read(stamp.Path, bytes, dialect, cancellation)) };

    private static byte[] ReadAll(FileStream stream)
    {
        using var bytes = new MemoryStream((int)stream.Length);
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
