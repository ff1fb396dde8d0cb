using System;
using System.Security.Cryptography;
using System.Threading;
using MigrationTooling.Text;

namespace MigrationTooling.Checksums;

/// <summary>
/// SHA-256 over bytes that arrive in pieces. Small texts, as long as they are few, by <see cref="SmallSha256"/>; everything else by the
/// platform's implementation, which is worth loading then.
/// </summary>
internal sealed class Sha256 : IDisposable
{
    private const int FirstSize = 1024;
    private const int Small = 16 * 1024;

    // About as much as is hashed while the platform's library is being loaded.
    private const int Few = 2 * 1024 * 1024;

    private static int _smallSoFar; // bytes, in this process

    private byte[] _pending = [];
    private int _end;
    private SHA256? _platform;
    private bool _isPlatform; // _platform holds what came before _pending

    /// <summary>The hash of a part of an array, while nothing is appended.</summary>
    public byte[] Whole(byte[] bytes, int start, int length)
    {
        if (TakesSmall(length))
        {
            return SmallSha256.Of(bytes, start, length);
        }

        _platform ??= SHA256.Create();
        return _platform.ComputeHash(bytes, start, length);
    }

    public void Append(byte[] bytes, int start, int length)
    {
        if (_end + length > Small)
        {
            Flush();
        }

        if (length > Small)
        {
            _platform!.TransformBlock(bytes, start, length, null, 0);
            return;
        }

        Reserve(length);
        Buffer.BlockCopy(bytes, start, _pending, _end, length);
        _end += length;
    }

    /// <summary>The hash of everything appended; the next text starts afresh.</summary>
    public byte[] Finish()
    {
        if (!_isPlatform && TakesSmall(_end))
        {
            byte[] small = SmallSha256.Of(_pending, 0, _end);
            _end = 0;
            return small;
        }

        Flush();
        _platform!.TransformFinalBlock([], 0, 0);
        byte[] hash = _platform.Hash;
        _platform.Initialize();
        _isPlatform = false;
        return hash;
    }

    public void Dispose()
    {
        _platform?.Dispose();
        SpareArrays<byte>.GiveBack(_pending);
        _pending = [];
        _end = 0;
    }

    private static bool TakesSmall(int length)
    {
        if (length > Small || Volatile.Read(ref _smallSoFar) > Few)
        {
            return false;
        }

        Interlocked.Add(ref _smallSoFar, length);
        return true;
    }

    /// <summary>Gives what is pending to the platform's hash.</summary>
    private void Flush()
    {
        _platform ??= SHA256.Create();
        _isPlatform = true;
        _platform.TransformBlock(_pending, 0, _end, null, 0);
        _end = 0;
    }

    private void Reserve(int length)
    {
        if (_end + length <= _pending.Length)
        {
            return;
        }

        byte[] larger = SpareArrays<byte>.Take(Math.Max(FirstSize, Math.Max(_end + length, Math.Min(2 * _pending.Length, Small))));
        Buffer.BlockCopy(_pending, 0, larger, 0, _end);
        SpareArrays<byte>.GiveBack(_pending);
        _pending = larger;
    }
}
