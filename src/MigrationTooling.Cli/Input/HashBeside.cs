using System;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Checksums;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// Hashes a large script on other threads than the one that reads and splits it: three hashes go over each byte, and alone they take longer
/// than all the rest of the reading. A few buffers go round; who fills them waits when all are full.
/// </summary>
internal sealed class HashBeside : ILargeHash
{
    private const int Buffers = 4;
    private const int BufferLength = 128 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[]?[] _buffers = new byte[]?[Buffers];
    private readonly Task[] _hashed = new Task[Buffers]; // when a buffer is free again
    private Task _last = Task.CompletedTask;
    private int _current;

    public HashBeside() => Array.Fill(_hashed, Task.CompletedTask);

    public byte[] First => _buffers[0] ??= new byte[BufferLength];

    public byte[] Append(byte[] buffer, int count)
    {
        // In order, one after the other: each piece goes on from the hash of those before it.
        _last = _hashed[_current] = _last.ContinueWith(
            before =>
            {
                before.GetAwaiter().GetResult();
                _hash.AppendData(buffer, 0, count);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _current = (_current + 1) % Buffers;
        _hashed[_current].GetAwaiter().GetResult();
        return _buffers[_current] ??= new byte[BufferLength];
    }

    public byte[] Finish()
    {
        _last.GetAwaiter().GetResult();
        return _hash.GetHashAndReset();
    }

    public void Dispose()
    {
        _last.GetAwaiter().GetResult();
        _hash.Dispose();
    }
}
