using System;
using System.IO;

namespace MigrationTooling.Text;

/// <summary>
/// The part of a stream of characters that is in memory. Its owner reads <see cref="Buffer"/> between <see cref="Start"/>
/// and <see cref="End"/> directly, gives up what it no longer needs by moving <see cref="Start"/>, and asks for more.
/// It begins small, since most scripts are, and grows with what is read or kept.
/// </summary>
internal sealed class CharWindow(TextReader source)
{
    private const int FirstSize = 1024;
    private const int SteadySize = 32 * 1024;

    private bool _wasFull;
    private bool _ended;

    public char[] Buffer { get; private set; } = SpareArrays<char>.Take(FirstSize);

    public int Start { get; set; }

    public int End { get; private set; }

    /// <summary>Moves what is kept to the buffer's front and reads more behind it; false where the source has ended.</summary>
    public bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        int kept = End - Start;
        char[] target = kept > Buffer.Length / 2 || (_wasFull && Buffer.Length < SteadySize)
            ? SpareArrays<char>.Take(Buffer.Length * 2)
            : Buffer;
        Array.Copy(Buffer, Start, target, 0, kept);
        int read = source.Read(target, kept, target.Length - kept);
        if (target != Buffer)
        {
            SpareArrays<char>.GiveBack(Buffer);
            Buffer = target;
        }

        Start = 0;
        End = kept + read;
        _wasFull = End == target.Length;
        _ended = read == 0;
        return read > 0;
    }

    /// <summary>Gives the buffer up; nothing is left in it.</summary>
    public void Release()
    {
        SpareArrays<char>.GiveBack(Buffer);
        Buffer = [];
        Start = 0;
        End = 0;
        _ended = true;
    }

    public void DisposeSource() => source.Dispose();
}
