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
    private readonly Encoder _encoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetEncoder();
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
        Append([], 0, 0, last: true);
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

        int length = _encoder.GetBytes(text, index, count, _bytes, 0, last);
        Bytes += length;
        _hash.Append(_bytes, 0, length);
    }
}
