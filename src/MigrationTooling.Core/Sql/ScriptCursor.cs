using System.IO;
using MigrationTooling.Text;

namespace MigrationTooling.Sql;

/// <summary>
/// A place in a script that is being read, with the token around it. Keeps the current token, or the statement where that
/// is pinned, in <see cref="Buffer"/>; everything before may go. Indexes into the buffer hold until the next <see cref="Fill"/>.
/// </summary>
internal sealed class ScriptCursor
{
    private const int Unpinned = -1;

    private readonly CharWindow _window;
    private int _pin = Unpinned;
    private long _offset; // of Buffer[0] in the script
    private int _line;
    private long _lineStart;

    public ScriptCursor(TextReader script, TextPlace start)
    {
        _window = new CharWindow(script);
        Buffer = _window.Buffer;
        _line = start.Line;
        _lineStart = 1 - start.Column;
    }

    public char[] Buffer { get; private set; }

    public int Position { get; set; }

    /// <summary>Where what has been read so far ends.</summary>
    public int End { get; private set; }

    public int TokenStart { get; private set; }

    public int TokenLength => Position - TokenStart;

    /// <summary>Where the current token begins in the file.</summary>
    public TextPlace TokenPlace { get; private set; }

    /// <summary>The current token becomes one that begins here.</summary>
    public void BeginToken()
    {
        TokenStart = Position;
        TokenPlace = new TextPlace(_line, (int)(_offset + Position - _lineStart) + 1);
    }

    /// <summary>Gives up the current token's text so far; its place stays.</summary>
    public void Forget() => TokenStart = Position;

    /// <summary>Keeps everything from the current token on.</summary>
    public void Pin() => _pin = TokenStart;

    /// <summary>Characters between the pin and here.</summary>
    public int PinnedLength => Position - _pin;

    public string PinnedText(int length) => new(Buffer, _pin, length);

    public void Unpin() => _pin = Unpinned;

    /// <summary>A line begins at this index of the buffer.</summary>
    public void BeginLine(int index)
    {
        _line++;
        _lineStart = _offset + index;
    }

    /// <summary>So many lines have begun, the last of them at this index of the buffer.</summary>
    public void BeginLines(int count, int index)
    {
        _line += count;
        _lineStart = _offset + index;
    }

    /// <summary>True while there is a character at <see cref="Position"/>.</summary>
    public bool HasMore() => Position < End || Fill();

    /// <summary>The character so far ahead; NUL beyond the end.</summary>
    public char Peek(int ahead)
    {
        while (Position + ahead >= End)
        {
            if (!Fill())
            {
                return '\0';
            }
        }

        return Buffer[Position + ahead];
    }

    /// <summary>Reads more; false at the script's end. The buffer and every index move.</summary>
    public bool Fill()
    {
        int keep = _pin == Unpinned ? TokenStart : _pin;
        _window.Start = keep;
        bool more = _window.Fill();
        int moved = keep - _window.Start;
        Position -= moved;
        TokenStart -= moved;
        _pin = _pin == Unpinned ? Unpinned : _pin - moved;
        _offset += moved;
        Buffer = _window.Buffer;
        End = _window.End;
        return more;
    }

    /// <summary>Gives the buffer up; nothing can be read any more.</summary>
    public void Release()
    {
        _window.Release();
        Buffer = _window.Buffer;
        Position = 0;
        TokenStart = 0;
        End = 0;
    }

    /// <summary>Passes over characters that continue a token in this way.</summary>
    public void SkipWhile(CharTable table, CharParts part)
    {
        do
        {
            char[] buffer = Buffer;
            int end = End;
            int i = Position;
            while (i < end && table.Continues(buffer[i], part))
            {
                i++;
            }

            Position = i;
        }
        while (Position == End && Fill());
    }
}
