using System;
using System.Text;
using MigrationTooling.Text;

namespace MigrationTooling.Checksums;

/// <summary>SHA-256 over the UTF-8 of a text that arrives in pieces; a piece may end inside a surrogate pair.</summary>
/// <param name="large">Makes the hash of a large text; null for the platform's.</param>
internal sealed class TextHasher(Func<ILargeHash>? large = null) : IDisposable
{
    private const int PieceLength = 8 * 1024;

    private readonly Sha256 _hash = new(large);
    private Encoder? _encoder; // once a piece ended inside a surrogate pair
    private byte[] _bytes = [];

    /// <summary>The bytes hashed so far.</summary>
    public long Bytes { get; private set; }

    public void Append(char[] text, int index, int count)
    {
        while (count > 0)
        {
            int piece = Math.Min(count, PieceLength);
            Append(text, index, piece, last: false);
            index += piece;
            count -= piece;
        }
    }

    /// <summary>Ends the text and gives its hash in hex.</summary>
    public string Finish()
    {
        if (_encoder is not null)
        {
            Append([], 0, 0, last: true);
        }

        return Hex.Lower(_hash.Finish());
    }

    public void Dispose()
    {
        _hash.Dispose();
        SpareArrays<byte>.GiveBack(_bytes);
        _bytes = [];
    }

    private void Append(char[] text, int index, int count, bool last)
    {
        int most = 3 * (count + 1);
        if (_bytes.Length < most)
        {
            SpareArrays<byte>.GiveBack(_bytes);
            _bytes = SpareArrays<byte>.Take(most);
        }

        if (_encoder is null && char.IsHighSurrogate(text[index + count - 1]))
        {
            _encoder = Encoding.UTF8.GetEncoder();
        }

        int length = _encoder is null ? Encoding.UTF8.GetBytes(text, index, count, _bytes, 0) : _encoder.GetBytes(text, index, count, _bytes, 0, last);
        Bytes += length;
        _hash.Append(_bytes, 0, length);
    }
}
