using System.IO;
using System.Threading;

namespace MigrationTooling.Checksums;

/// <summary>Passes a text on and hashes what it passes, so that h1 costs no second reading.</summary>
internal sealed class HashingReader(TextReader source, TextHasher hasher, CancellationToken cancellation) : TextReader
{
    public override int Read(char[] buffer, int index, int count)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = source.Read(buffer, index, count);
        hasher.Append(buffer, index, read);
        return read;
    }
}
