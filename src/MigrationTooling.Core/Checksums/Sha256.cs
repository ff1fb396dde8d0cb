using System;
using System.Security.Cryptography;
using System.Threading;
using MigrationTooling.Text;

namespace MigrationTooling.Checksums;

/// <summary>
/// SHA-256 over bytes that arrive in pieces. Small texts, as long as they are few, by <see cref="SmallSha256"/>; everything else by the
/// platform's implementation, which is worth loading then, or by what its owner gives for large ones.
/// </summary>
/// <param name="large">Makes the hash of a text that is not small; null for the platform's.</param>
internal sealed class Sha256(Func<ILargeHash>? large = null) : IDisposable
{
    private const int FirstSize = 1024;
    private const int Small = 16 * 1024;
    private const int Large = 256 * 1024; // below it, others have nothing to gain

    // About as much as is hashed while the platform's library is being loaded.
    private const int Few = 2 * 1024 * 1024;

    private static int _smallSoFar; // bytes, in this process

    private byte[] _pending = [];
    private int _end;
    private SHA256? _platform;
    private bool _isPlatform; // _platform holds what came before _pending
    private ILargeHash? _large; // holds what came before _pending, which is its buffer

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
        if (_large is not null || (large is not null && _end + length > Large))
        {
            AppendLarge(bytes, start, length);
            return;
        }

        if (large is null && _end + length > Small)
        {
            Flush();
        }

        if (large is null && length > Small)
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
        if (_large is not null)
        {
            return FinishLarge();
        }

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
        _large?.Dispose();
        _platform?.Dispose();
        SpareArrays<byte>.GiveBack(_pending);
        _pending = [];
        _end = 0;
    }

    private void AppendLarge(byte[] bytes, int start, int length)
    {
        if (_large is null)
        {
            var (before, count) = (_pending, _end);
            _large = large!();
            (_pending, _end) = (_large.First, 0);
            AppendLarge(before, 0, count);
            SpareArrays<byte>.GiveBack(before);
        }

        while (length > 0)
        {
            int piece = Math.Min(length, _pending.Length - _end);
            Buffer.BlockCopy(bytes, start, _pending, _end, piece);
            _end += piece;
            start += piece;
            length -= piece;
            if (_end == _pending.Length)
            {
                _pending = _large.Append(_pending, _end);
                _end = 0;
            }
        }
    }

    private byte[] FinishLarge()
    {
        _pending = _large!.Append(_pending, _end);
        _end = 0;
        return _large.Finish();
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

        byte[] larger = SpareArrays<byte>.Take(Math.Max(FirstSize, Math.Max(_end + length, Math.Min(2 * _pending.Length, large is null ? Small : Large))));
        Buffer.BlockCopy(_pending, 0, larger, 0, _end);
        SpareArrays<byte>.GiveBack(_pending);
        _pending = larger;
    }
}
