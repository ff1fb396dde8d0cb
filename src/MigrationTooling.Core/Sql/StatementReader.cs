using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling.Sql;

/// <summary>Splits a script into its statements while it is read; holds one statement at a time.</summary>
public sealed class StatementReader : IDisposable
{
    private const int LongestCharacter = 3; // bytes of UTF-8 that a UTF-16 unit may take

    private readonly TextReader _script;
    private readonly StatementScanner _scanner;
    private readonly TokenHasher? _hasher;
    private bool _inCopyData;

    /// <summary>Reads from the beginning of <paramref name="normalisedSection"/>.</summary>
    /// <param name="normalisedSection">The script's text as <see cref="TextNormalizer"/> and <see cref="SectionText"/> give it; disposed with this reader.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="start">Where the text begins in its file, so that places are the file's.</param>
    public StatementReader(TextReader normalisedSection, Dialect dialect, TextPlace start)
        : this(normalisedSection, dialect, start, hashes: true)
    {
    }

    /// <summary>Reads from the beginning; without hashes where nobody compares statements, for hashing a large script takes as long as splitting it.</summary>
    internal StatementReader(TextReader normalisedSection, Dialect dialect, TextPlace start, bool hashes)
    {
        _hasher = hashes ? new TokenHasher() : null;
        _script = normalisedSection ?? throw new ArgumentNullException(nameof(normalisedSection));
        _scanner = new StatementScanner(normalisedSection, SqlDialect.For(dialect), start);
    }

    /// <summary>What the script leaves open, known once the last statement was read; null in a sound script.</summary>
    public Unterminated? Unterminated => _scanner.Unterminated;

    /// <summary>Where the first <c>migrate:todo</c> read so far stands.</summary>
    internal TextPlace? Todo { get; private set; }

    /// <summary>The SHA-256 over the tokens of the statement read last; empty without hashes.</summary>
    internal byte[] StatementHash => _hasher?.LastStatement ?? [];

    /// <summary>Reads the next statement, COPY data that were not asked for passed over; false at the end.</summary>
    public bool TryRead([NotNullWhen(true)] out SqlStatement? statement)
    {
        while (_inCopyData)
        {
            _inCopyData = _scanner.NextCopyPiece(int.MaxValue / 2);
        }

        var keywords = new List<string>(SqlStatement.MaxKeywords);
        TextPlace place = default;
        int length = 0;
        while (true)
        {
            switch (_scanner.Next())
            {
                case ScanStep.Token:
                    Token(keywords, ref place);
                    _scanner.PassPlain(_hasher, words: keywords.Count == SqlStatement.MaxKeywords);
                    length = _scanner.Cursor.PinnedLength;
                    break;
                case ScanStep.Directive when Todo is null && DirectiveComment.IsTodo(new string(_scanner.Cursor.Buffer, _scanner.Cursor.TokenStart, _scanner.Cursor.TokenLength)):
                    Todo = _scanner.Cursor.TokenPlace;
                    break;
                case ScanStep.StatementEnd:
                    statement = new SqlStatement(
                        _scanner.Cursor.PinnedText(length),
                        place,
                        keywords.ToEquatableList(),
                        _hasher?.EndStatement() ?? 0,
                        _scanner.Control,
                        _scanner.HasCopyData);
                    _inCopyData = statement.HasCopyData;
                    _scanner.Cursor.Unpin();
                    return true;
                case ScanStep.End:
                    statement = null;
                    return false;
            }
        }
    }

    /// <summary>The statements that are left, one by one.</summary>
    public IEnumerable<SqlStatement> ReadAll()
    {
        while (TryRead(out var statement))
        {
            yield return statement;
        }
    }

    /// <summary>Where the line of data read last begins in the file.</summary>
    public TextPlace CopyLinePlace { get; private set; }

    /// <summary>The next line of the data behind the COPY statement read last, its line feed included; null at their end, and where there are none.</summary>
    public string? ReadCopyLine()
    {
        if (!_inCopyData)
        {
            return null;
        }

        _inCopyData = _scanner.Next() == ScanStep.CopyLine;
        var cursor = _scanner.Cursor;
        CopyLinePlace = cursor.TokenPlace;
        return _inCopyData ? new string(cursor.Buffer, cursor.TokenStart, cursor.TokenLength) : null;
    }

    /// <summary>
    /// The next piece of the data behind the COPY statement read last, as UTF-8 and as large as is at hand; 0 at their end, and where there
    /// are none. Pieces may end within a line.
    /// </summary>
    /// <param name="utf8">Takes it.</param>
    public int ReadCopyData(byte[] utf8)
    {
        if (utf8 is null || utf8.Length < LongestCharacter * 2)
        {
            throw new ArgumentException("A piece needs room for a character.", nameof(utf8));
        }

        _inCopyData = _inCopyData && _scanner.NextCopyPiece(utf8.Length / LongestCharacter);
        var cursor = _scanner.Cursor;
        return _inCopyData ? Encoding.UTF8.GetBytes(cursor.Buffer, cursor.TokenStart, cursor.TokenLength, utf8, 0) : 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _hasher?.Dispose();
        _scanner.Cursor.Release();
        _script.Dispose();
    }

    private void Token(List<string> keywords, ref TextPlace place)
    {
        var cursor = _scanner.Cursor;
        if (_scanner.IsFirst)
        {
            place = cursor.TokenPlace;
            cursor.Pin();
        }

        if (_scanner.IsWord && keywords.Count < SqlStatement.MaxKeywords)
        {
            keywords.Add(new string(cursor.Buffer, cursor.TokenStart, cursor.TokenLength).ToUpperInvariant());
        }

        _hasher?.Append(cursor.Buffer, cursor.TokenStart, cursor.TokenLength);
    }
}
