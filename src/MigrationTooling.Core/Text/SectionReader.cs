using System;
using System.IO;

namespace MigrationTooling.Text;

/// <summary>
/// Serves a normalised text section by section: first what stands before any marker (the whole text where there is none),
/// then the lines after each marker. Reading ends at the next marker line until <see cref="NextSection"/> is called.
/// </summary>
internal sealed class SectionReader(TextReader normalised) : TextReader
{
    private readonly CharWindow _window = new(normalised);
    private bool _atLineStart = true;
    private SectionMarker? _next;
    private int _line = 1;

    /// <summary>The marker of the section being read; null before the first.</summary>
    public SectionMarker? Marker { get; private set; }

    /// <summary>Where the section's text begins.</summary>
    public TextPlace Start { get; private set; } = TextPlace.Start;

    /// <summary>Skips what is left of this section and enters the next; false where there is none.</summary>
    public bool NextSection()
    {
        while (!AtEnd())
        {
            _window.Start += LengthToDecide(_window.End - _window.Start);
        }

        if (_next is null)
        {
            return false;
        }

        Marker = _next;
        _next = null;
        _window.Start += Math.Min(Marker.Line.Length + 1, _window.End - _window.Start);
        _line++;
        Start = new TextPlace(_line, 1);
        return true;
    }

    public override int Peek() => AtEnd() ? -1 : _window.Buffer[_window.Start];

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override int Read(char[] buffer, int index, int count)
    {
        if (AtEnd())
        {
            return 0;
        }

        int length = LengthToDecide(Math.Min(_window.End - _window.Start, count));
        Array.Copy(_window.Buffer, _window.Start, buffer, index, length);
        _window.Start += length;
        return length;
    }

    /// <summary>Gives the buffer up where the text is the caller's.</summary>
    public void Release() => _window.Release();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _window.Release();
            _window.DisposeSource();
        }

        base.Dispose(disposing);
    }

    private bool AtEnd()
    {
        if (_next is null && (_window.Start < _window.End || _window.Fill()) && _atLineStart)
        {
            _next = ReadMarker();
            _atLineStart = _next is not null;
        }

        return _next is not null || _window.Start == _window.End;
    }

    /// <summary>How much can be given out before a line begins that may be a marker.</summary>
    private int LengthToDecide(int most)
    {
        char[] buffer = _window.Buffer;
        int from = _window.Start;
        int stop = from + most;
        while (true)
        {
            int feed = Array.IndexOf(buffer, '\n', from, stop - from);
            if (feed < 0)
            {
                return most;
            }

            _line++;
            from = feed + 1;
            if (from == stop || buffer[from] == '-')
            {
                _atLineStart = true;
                return from - _window.Start;
            }
        }
    }

    private SectionMarker? ReadMarker()
    {
        if (_window.Buffer[_window.Start] != '-')
        {
            return null;
        }

        int feed;
        do
        {
            int length = Math.Min(_window.End - _window.Start, SectionMarker.LongestLine + 1);
            feed = Array.IndexOf(_window.Buffer, '\n', _window.Start, length);
        }
        while (feed < 0 && _window.End - _window.Start <= SectionMarker.LongestLine && _window.Fill());

        int lineLength = (feed < 0 ? _window.End : feed) - _window.Start;
        return lineLength > SectionMarker.LongestLine ? null : SectionMarker.Parse(new string(_window.Buffer, _window.Start, lineLength));
    }
}
