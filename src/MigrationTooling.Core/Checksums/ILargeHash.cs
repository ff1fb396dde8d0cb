using System;

namespace MigrationTooling.Checksums;

/// <summary>
/// SHA-256 over a large text, by somebody who has more to do it with than its reader's own thread. Core starts no threads; a program that reads
/// scripts of gigabytes may give it these.
/// </summary>
public interface ILargeHash : IDisposable
{
    /// <summary>A buffer to fill, the first one.</summary>
    byte[] First { get; }

    /// <summary>Hashes what a buffer begins with. The buffer is not the caller's any more; the answer is another, to go on with.</summary>
    byte[] Append(byte[] buffer, int count);

    /// <summary>The hash of everything appended; the next text starts afresh.</summary>
    byte[] Finish();
}
