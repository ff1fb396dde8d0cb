using System;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Text;

namespace MigrationTooling.Checksums;

/// <summary>
/// SHA-256 over bytes that arrive in pieces. Small texts, as long as they are few, by <see cref="SmallSha256"/>; everything else by the
/// platform's implementation, which is worth loading then.
/// </summary>
/// <param name="beside">True to hash a large text beside the thread that brings it, which has other work to do with it.</param>
internal sealed class Sha256(bool beside = false) : IDisposable
{
    private const int FirstSize = 1024;
    private const int Small = 16 * 1024;

    // A piece that is worth handing to another thread.
    private const int Large = 64 * 1024;

    // About as much as is hashed while the platform's library is being loaded.
    private const int Few = 2 * 1024 * 1024;

    private static int _smallSoFar; // bytes, in this process

    private byte[] _pending = [];
    private int _end;
    private SHA256? _platform;
    private bool _isPlatform; // _platform holds what came before _pending
    private byte[] _handed = []; // being hashed by _hashing
    private Task _hashing = Task.CompletedTask;

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
        if (_end + length > (beside && _isPlatform ? Large : Small))
        {
            Flush();
        }

        if (_isPlatform && (!beside || length > Large))
        {
            Flush();
            _hashing.Wait();
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
        _hashing.Wait();
        _platform!.TransformFinalBlock([], 0, 0);
        byte[] hash = _platform.Hash;
        _platform.Initialize();
        _isPlatform = false;
        return hash;
    }

    public void Dispose()
    {
        _hashing.Wait();
        _platform?.Dispose();
        SpareArrays<byte>.GiveBack(_pending);
        SpareArrays<byte>.GiveBack(_handed);
        _pending = [];
        _handed = [];
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
        _hashing.Wait();
        (_handed, _pending) = (_pending, _handed);
        int length = _end;
        _end = 0;
        if (beside && length > Large / 2)
        {
            byte[] bytes = _handed;
            _hashing = Task.Run(() => _platform.TransformBlock(bytes, 0, length, null, 0));
        }
        else
        {
            _platform.TransformBlock(_handed, 0, length, null, 0);
        }
    }

    private void Reserve(int length)
    {
        if (_end + length <= _pending.Length)
        {
            return;
        }

        int most = beside && _isPlatform ? Large : Small;
        byte[] larger = SpareArrays<byte>.Take(Math.Max(FirstSize, Math.Max(_end + length, Math.Min(2 * _pending.Length, most))));
        Buffer.BlockCopy(_pending, 0, larger, 0, _end);
        SpareArrays<byte>.GiveBack(_pending);
        _pending = larger;
    }
}
