using System;
using System.IO;

namespace MigrationTooling.Text;

/// <summary>Gives the normal form of a text while it is read, and remembers the places that file rules ask for.</summary>
internal sealed class NormalizingReader : TextReader
{
    public const char ByteOrderMark = '\uFEFF';

    private readonly Utf8Reader? _bytes;
    private readonly CharWindow _window;
    private bool _atStart = true;
    private int _loneReturns; // that many carriage returns at the window's start have no line feed behind them
    private long _rawOffset; // of the window's start, in the source
    private int _line = 1;
    private int _column = 1;

    public NormalizingReader(TextReader source)
    {
        _bytes = source as Utf8Reader;
        _window = new CharWindow(source ?? throw new ArgumentNullException(nameof(source)));
    }

    public NormalizingReader(Stream utf8)
        : this(new Utf8Reader(utf8 ?? throw new ArgumentNullException(nameof(utf8))))
    {
    }

    /// <summary>Where the first byte that is not UTF-8 stood, as far as was read.</summary>
    public TextPlace? InvalidUtf8At { get; private set; }

    /// <summary>Where the first carriage return without a line feed stood, as far as was read.</summary>
    public TextPlace? LoneCarriageReturnAt { get; private set; }

    /// <summary>Where the first NUL stood, as far as was read.</summary>
    public TextPlace? NulAt { get; private set; }

    /// <summary>Bytes read from the stream; 0 over a text.</summary>
    public long BytesRead => _bytes?.BytesRead ?? 0;

    public override int Peek() => Ready() ? _window.Buffer[_window.Start] : -1;

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override int Read(char[] buffer, int index, int count)
    {
        int written = 0;
        while (written < count && Ready())
        {
            char[] source = _window.Buffer;
            int start = _window.Start;
            int available = Math.Min(_window.End - start, count - written);
            if (source[start] == '\r')
            {
                LoneCarriageReturnAt ??= new TextPlace(_line, _column);
                available = Math.Min(available, _loneReturns);
                _loneReturns -= available;
            }
            else
            {
                int carriageReturn = Array.IndexOf(source, '\r', start, available);
                available = carriageReturn < 0 ? available : carriageReturn - start;
            }

            Array.Copy(source, start, buffer, index + written, available);
            Advance(available);
            written += available;
        }

        return written;
    }

    /// <summary>Gives the buffers up where the source is the caller's, who closes it; what was found stays known.</summary>
    public void Release()
    {
        _bytes?.Release();
        _window.Release();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _window.Release();
            _window.DisposeSource();
        }

        base.Dispose(disposing);
    }

    /// <summary>Makes the next character of the normal form stand at the window's start; false at the end.</summary>
    private bool Ready()
    {
        while (_window.Start < _window.End || _window.Fill())
        {
            char next = _window.Buffer[_window.Start];
            if (_atStart && next == ByteOrderMark)
            {
                Skip();
                continue;
            }

            _atStart = false;
            if (next == '\r' && _loneReturns == 0)
            {
                ReadReturns();
            }

            return true;
        }

        return false;
    }

    /// <summary>Drops the carriage returns at the window's start if a line feed follows them; else they stand alone.</summary>
    private void ReadReturns()
    {
        int count = 1;
        while ((_window.Start + count < _window.End || _window.Fill()) && _window.Buffer[_window.Start + count] == '\r')
        {
            count++;
        }

        bool endsLine = _window.Start + count < _window.End && _window.Buffer[_window.Start + count] == '\n';
        _loneReturns = endsLine ? 0 : count;
        _window.Start += endsLine ? count : 0;
        _rawOffset += endsLine ? count : 0;
    }

    private void Skip()
    {
        _window.Start++;
        _rawOffset++;
    }

    private void Advance(int count)
    {
        if (InvalidUtf8At is null && _bytes is { InvalidAt: >= 0 } bytes && bytes.InvalidAt < _rawOffset + count)
        {
            int before = (int)(bytes.InvalidAt - _rawOffset);
            Count(before);
            InvalidUtf8At = new TextPlace(_line, _column);
            count -= before;
        }

        int nul = NulAt is null ? FirstNul(count) : -1;
        if (nul >= 0)
        {
            Count(nul);
            NulAt = new TextPlace(_line, _column);
            count -= nul;
        }

        Count(count);
    }

    /// <summary>How far before the first NUL; negative where there is none among so many characters.</summary>
    private int FirstNul(int count) => _bytes is null
        ? Array.IndexOf(_window.Buffer, '\0', _window.Start, count) - _window.Start
        : _bytes.NulAt >= _rawOffset && _bytes.NulAt < _rawOffset + count ? (int)(_bytes.NulAt - _rawOffset) : -1;

    private void Count(int count)
    {
        int from = _window.Start;
        int end = from + count;
        for (int feed = Array.IndexOf(_window.Buffer, '\n', from, end - from); feed >= 0; feed = Array.IndexOf(_window.Buffer, '\n', from, end - from))
        {
            _line++;
            _column = 1;
            from = feed + 1;
        }

        _column += end - from;
        _rawOffset += count;
        _window.Start = end;
    }
}
