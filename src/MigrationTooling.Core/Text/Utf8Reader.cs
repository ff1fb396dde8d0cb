using System;
using System.IO;
using System.Text;

namespace MigrationTooling.Text;

/// <summary>
/// Decodes UTF-8 chunk by chunk and knows where the first invalid byte stood, which <see cref="StreamReader"/> can't tell.
/// Only <see cref="NormalizingReader"/> reads from it, always with room for more than one character.
/// </summary>
internal sealed class Utf8Reader(Stream stream) : TextReader
{
    private const int FirstSize = 4 * 1024;
    private const int SteadySize = 64 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _bytes = SpareArrays<byte>.Take(FirstSize);
    private int _start;
    private int _end;
    private bool _ended;
    private long _charactersRead;

    /// <summary>Index, in the decoded text, of the first character that stands for invalid bytes; -1 while there is none.</summary>
    public long InvalidAt { get; private set; } = -1;

    /// <summary>Index, in the decoded text, of the first NUL; -1 while there is none.</summary>
    public long NulAt { get; private set; } = -1;

    public long BytesRead { get; private set; }

    public override int Read(char[] buffer, int index, int count)
    {
        while (true)
        {
            int length = Math.Min(_end - _start, count);
            if (length > 0 && (!_ended || length < _end - _start))
            {
                length -= Utf8.IncompleteTail(_bytes, _start, length);
            }

            if (length > 0)
            {
                return Decode(buffer, index, length);
            }

            if (_ended)
            {
                return 0;
            }

            Fill();
        }
    }

    /// <summary>Gives the buffer up; the stream stays open.</summary>
    public void Release()
    {
        SpareArrays<byte>.GiveBack(_bytes);
        _bytes = [];
        _start = 0;
        _end = 0;
        _ended = true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Decode(char[] buffer, int index, int length)
    {
        int nul = NulAt < 0 ? Array.IndexOf(_bytes, (byte)0, _start, length) : -1;
        if (nul >= 0)
        {
            NulAt = _charactersRead + Encoding.UTF8.GetCharCount(_bytes, _start, nul - _start);
        }

        int characters = Characters(buffer, index, length);
        _start += length;
        _charactersRead += characters;
        return characters;
    }

    private int Characters(char[] buffer, int index, int length)
    {
        if (InvalidAt < 0)
        {
            try
            {
                return Strict.GetChars(_bytes, _start, length, buffer, index);
            }
            catch (DecoderFallbackException)
            {
                int invalid = Utf8.FirstInvalid(_bytes, _start, length);
                InvalidAt = _charactersRead + Encoding.UTF8.GetCharCount(_bytes, _start, invalid - _start);
            }
        }

        return Encoding.UTF8.GetChars(_bytes, _start, length, buffer, index);
    }

    private void Fill()
    {
        int rest = _end - _start;
        byte[] target = _end == _bytes.Length && _bytes.Length < SteadySize ? SpareArrays<byte>.Take(SteadySize) : _bytes;
        Buffer.BlockCopy(_bytes, _start, target, 0, rest);
        if (target != _bytes)
        {
            SpareArrays<byte>.GiveBack(_bytes);
            _bytes = target;
        }

        _start = 0;
        int read = stream.Read(_bytes, rest, _bytes.Length - rest);
        _end = rest + read;
        _ended = read == 0;
        BytesRead += read;
    }
}
