using System;
using System.Text;
using MigrationTooling.Text;

namespace MigrationTooling.Checksums;

/// <summary>
/// Hashes tokens as s1 wants them: each preceded by its length in bytes (four bytes, big-endian), a length of zero behind
/// the last token of each statement. Gives the section's hash and each statement's own.
/// </summary>
/// <param name="large">Makes the hashes of large sections and statements; null for the platform's.</param>
internal sealed class TokenHasher(Func<ILargeHash>? large = null) : IDisposable
{
    /// <summary>The bytes of the length before each token.</summary>
    public const int PrefixLength = 4;

    /// <summary>The most room that can be asked for.</summary>
    public const int MostRoom = FlushAt;

    private const int FirstSize = 1024;
    private const int FlushAt = 32 * 1024;
    private const int LongToken = 4 * 1024;
    private const int ShortToken = 24; // above it, the platform's encoder is worth calling

    private readonly Sha256 _section = new(large);
    private readonly Sha256 _statement = new(large);
    private byte[] _pending = SpareArrays<byte>.Take(FirstSize); // not yet given to _section
    private bool _sectionSpilled; // something was
    private int _end;
    private int _statementStart;
    private bool _statementSpilled; // the part of the statement before _statementStart is in _statement

    /// <summary>The whole SHA-256 over the tokens of the statement that was ended last.</summary>
    public byte[] LastStatement { get; private set; } = [];

    public void Append(char[] text, int index, int count)
    {
        if (count > LongToken)
        {
            AppendLong(text, index, count);
            return;
        }

        Reserve(PrefixLength + (3 * count));
        int start = _end + PrefixLength;
        int length = count <= ShortToken ? Ascii(text, index, count, start) : 0;
        if (length < count)
        {
            length = Encoding.UTF8.GetBytes(text, index, count, _pending, start);
        }

        Prefix(length);
        _end = start + length;
    }

    /// <summary>Room for so many bytes of tokens that the caller makes himself, each behind its length.</summary>
    /// <param name="count">At most <see cref="MostRoom"/>.</param>
    /// <param name="at">Where in the array it begins.</param>
    public byte[] Room(int count, out int at)
    {
        Reserve(count);
        at = _end;
        return _pending;
    }

    /// <summary>So many bytes of the room are tokens now.</summary>
    public void Wrote(int count) => _end += count;

    public void Append(string token) => Append(token.ToCharArray(), 0, token.Length);

    /// <summary>Ends the statement; the first four bytes, big-endian, of the SHA-256 over its tokens.</summary>
    public uint EndStatement()
    {
        byte[] hash;
        if (_statementSpilled)
        {
            _statement.Append(_pending, _statementStart, _end - _statementStart);
            hash = _statement.Finish();
            _statementSpilled = false;
        }
        else
        {
            hash = _statement.Whole(_pending, _statementStart, _end - _statementStart);
        }

        LastStatement = hash;
        EndGroup();
        return ((uint)hash[0] << 24) | ((uint)hash[1] << 16) | ((uint)hash[2] << 8) | hash[3];
    }

    /// <summary>Ends a group of records whose own hash nobody asks for.</summary>
    public void EndGroup()
    {
        _statementStart = _end; // what is flushed from here on is no statement's
        Reserve(PrefixLength);
        Prefix(0);
        _end += PrefixLength;
        _statementStart = _end;
    }

    /// <summary>Ends the section and gives its hash in hex.</summary>
    public string Finish()
    {
        if (!_sectionSpilled)
        {
            return Hex.Lower(_section.Whole(_pending, 0, _end));
        }

        _section.Append(_pending, 0, _end);
        return Hex.Lower(_section.Finish());
    }

    public void Dispose()
    {
        _section.Dispose();
        _statement.Dispose();
        SpareArrays<byte>.GiveBack(_pending);
        _pending = [];
    }

    private void AppendLong(char[] text, int index, int count)
    {
        Reserve(PrefixLength);
        Prefix(Encoding.UTF8.GetByteCount(text, index, count));
        _end += PrefixLength;
        Encoder encoder = Encoding.UTF8.GetEncoder();
        for (int done = 0; done < count;)
        {
            int piece = Math.Min(LongToken, count - done);
            Reserve(3 * (piece + 1));
            _end += encoder.GetBytes(text, index + done, piece, _pending, _end, done + piece == count);
            done += piece;
        }
    }

    /// <summary>Copies as long as the characters are ASCII, which nearly all are; how many were.</summary>
    private int Ascii(char[] text, int index, int count, int target)
    {
        byte[] bytes = _pending;
        for (int i = 0; i < count; i++)
        {
            char c = text[index + i];
            if (c >= 0x80)
            {
                return i;
            }

            bytes[target + i] = (byte)c;
        }

        return count;
    }

    private void Prefix(int length)
    {
        _pending[_end] = (byte)(length >> 24);
        _pending[_end + 1] = (byte)(length >> 16);
        _pending[_end + 2] = (byte)(length >> 8);
        _pending[_end + 3] = (byte)length;
    }

    private void Reserve(int count)
    {
        if (_end + count <= _pending.Length)
        {
            return;
        }

        if (_end + count <= FlushAt)
        {
            Grow(Math.Max(_end + count, _pending.Length * 2));
            return;
        }

        _section.Append(_pending, 0, _end);
        _sectionSpilled = true;
        if (_end > _statementStart)
        {
            _statement.Append(_pending, _statementStart, _end - _statementStart);
            _statementSpilled = true;
        }

        _end = 0;
        _statementStart = 0;
        if (_pending.Length < FlushAt)
        {
            Grow(FlushAt);
        }
    }

    private void Grow(int length)
    {
        byte[] larger = SpareArrays<byte>.Take(length);
        Buffer.BlockCopy(_pending, 0, larger, 0, _end);
        SpareArrays<byte>.GiveBack(_pending);
        _pending = larger;
    }
}
