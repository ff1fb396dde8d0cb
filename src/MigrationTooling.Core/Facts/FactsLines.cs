using System;
using System.Collections.Generic;
using MigrationTooling.Checksums;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>The text of a facts file line by line, one line of foresight.</summary>
/// <param name="pieces">The text; each piece but the last ends with a line feed.</param>
internal sealed class FactsLines(IEnumerable<string> pieces) : IDisposable
{
    private readonly IEnumerator<string> _pieces = pieces.GetEnumerator();
    private readonly char[] _hashed = new char[1024];
    private string _text = "";
    private int _next;
    private TextHasher? _digest;

    /// <summary>Every line from here on counts.</summary>
    /// <param name="header">What counts before them.</param>
    public void BeginDigest(string header)
    {
        _digest = new TextHasher();
        Count(header, 0, header.Length);
        Count("\n", 0, 1);
    }

    /// <summary>What <see cref="BytesDigest"/> gives for all that counted.</summary>
    public string EndDigest()
    {
        string digest = _digest!.Finish();
        _digest.Dispose();
        _digest = null;
        return digest;
    }

    public string NextText()
    {
        Fill();
        int end = _text.IndexOf('\n', _next);
        if (end < 0)
        {
            throw new FormatException("The facts file is cut off.");
        }

        Count(_text, _next, end + 1);
        string line = _text.Substring(_next, end - _next);
        _next = end + 1;
        return line;
    }

    public FieldLine Next(string kind) =>
        TryNext(kind) ?? throw new FormatException("The facts file lacks its line '" + kind + "' or is cut off.");

    public FieldLine? TryNext(string kind)
    {
        Fill();
        return string.CompareOrdinal(_text, _next, kind, 0, kind.Length) == 0
            && _next + kind.Length < _text.Length
            && _text[_next + kind.Length] == ' '
                ? FieldLine.Parse(NextText())
                : null;
    }

    public void Dispose()
    {
        _digest?.Dispose();
        _pieces.Dispose();
    }

    private void Fill()
    {
        while (_next == _text.Length && _pieces.MoveNext())
        {
            _text = _pieces.Current;
            _next = 0;
        }
    }

    private void Count(string text, int start, int end)
    {
        for (int length; _digest is not null && start < end; start += length)
        {
            length = Math.Min(_hashed.Length, end - start);
            text.CopyTo(start, _hashed, 0, length);
            _digest.Append(_hashed, 0, length);
        }
    }
}
