using System;
using System.IO;

namespace MigrationTooling.Core.Tests.Sql;

/// <summary>Gives a text in pieces of at most so many characters, so that every place becomes the end of a buffer once.</summary>
internal sealed class DribblingReader(string text, int most) : TextReader
{
    private int _position;

    /// <summary>How much was asked for so far.</summary>
    public int Position => _position;

    public override int Read(char[] buffer, int index, int count)
    {
        int length = Math.Min(Math.Min(count, most), text.Length - _position);
        text.CopyTo(_position, buffer, index, length);
        _position += length;
        return length;
    }
}
