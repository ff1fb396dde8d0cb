using System;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>
/// The words of one line, taken in the order in which the writer writes them; the first that is wrong is kept as the problem.
/// A line that is taken to its end is spelt as the writer spells it, to the byte.
/// </summary>
internal sealed class LockFields
{
    private const string Fix = "Restore the line from version control.";

    private readonly string _line;
    private readonly int _start;
    private readonly int _end;
    private readonly int _number;
    private int _next;
    private int _valueColumn;

    /// <summary>Reads <paramref name="line"/> from the id at <paramref name="idAt"/> up to <paramref name="end"/>; the line itself may begin behind other ones.</summary>
    public LockFields(string line, int idAt, int end, int number, int start = 0)
    {
        _line = line;
        _start = start;
        _end = end;
        _number = number;
        _next = idAt;
        string word = Word();
        Id = PercentEncoding.Decode(word) is { } id && LockLine.IsId(id) && PercentEncoding.Encode(id) == word ? id : null;
        if (Id is null)
        {
            Problem = At(idAt - start + 1, "The line does not begin with a migration id.");
        }
    }

    public string? Id { get; }

    public LockProblem? Problem { get; private set; }

    public string? TakeHash(string key) =>
        Take(key) is { } value && Expect(IsHash(value), key, "64 lowercase hex digits") ? value : null;

    public string? TakeHashOrNone(string key, out bool present)
    {
        string? value = Take(key);
        present = value is not null && Expect(value == LockWords.None || IsHash(value), key, "64 lowercase hex digits or -");
        return present && value != LockWords.None ? value : null;
    }

    public Sketch? TakeSketch(string key)
    {
        var value = Take(key);
        var sketch = value is null ? null : Sketch.Parse(value);
        return value is not null && Expect(sketch?.ToString() == value, key, "a count, a colon and ascending hashes") ? sketch : null;
    }

    public string? TakeId(string key, out bool present)
    {
        string? value = Take(key);
        string? id = value is null or LockWords.None ? null : PercentEncoding.Decode(value);
        present = value is not null && Expect(value == LockWords.None || IsSpeltId(id, value), key, "a migration id or -");
        return present ? id : null;
    }

    public EquatableList<string> TakeIds(string key)
    {
        return Take(key) is { } value ? Ids(key, value) : EquatableList<string>.Empty;
    }

    private EquatableList<string> Ids(string key, string value)
    {
        string[] words = value.Split(',');
        var ids = words.Select(PercentEncoding.Decode).ToList();
        bool sound = words.Zip(ids, (word, id) => IsSpeltId(id, word)).All(spelt => spelt);
        return Expect(sound, key, "migration ids joined by commas") ? ids.Select(id => id!).ToEquatableList() : EquatableList<string>.Empty;
    }

    public bool TakeWord(string key, string word) => Take(key) is { } value && Expect(value == word, key, word);

    public Dialect? TakeDialect(string key)
    {
        string? value = Take(key);
        var dialect = value is not null && Dialects.Parse(value) is var found and not Dialect.Both ? found : null;
        return value is not null && Expect(dialect?.Word() == value, key, "sqlite or postgresql") ? dialect : null;
    }

    /// <summary>What is wrong with the first word that was not taken; null where none is left.</summary>
    public LockProblem? Leftover()
    {
        return Problem is not null || _next > _end ? Problem : NotTaken();
    }

    private LockProblem NotTaken()
    {
        int at = _next;
        int column = at - _start + 1;
        string word = Word();
        int equals = word.IndexOf('=');
        string key = equals < 0 ? word : word.Substring(0, equals);
        return At(column, word.Length == 0 ? $"The line of {Id} has a space too many."
            : equals <= 0 ? $"The line of {Id} is malformed: expected key=value."
            : StandsBefore(at, key) ? $"The line of {Id} has {key} twice."
            : LockWords.IsKey(key) ? $"The field {key} of {Id} is not where the tool writes it: fields are missing before it, or were moved by hand."
            : $"The line of {Id} has an unknown field {key}.");
    }

    /// <summary>True where the key is one of the words before, all of which were taken.</summary>
    private bool StandsBefore(int at, string key) => _line.IndexOf(" " + key + "=", _start, at - _start, StringComparison.Ordinal) >= 0;

    public LockProblem At(int column, string message) => new(new TextPlace(_number, column), message, Fix);

    private static bool IsSpeltId(string? id, string word) => LockLine.IsId(id) && PercentEncoding.Encode(id!) == word;

    private static bool IsHash(string value)
    {
        foreach (char c in value)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        return value.Length == 64;
    }

    /// <summary>The value of the next word, where that is <paramref name="key"/>'s.</summary>
    private string? Take(string key)
    {
        int equals = _next + key.Length;
        if (Problem is not null || equals >= _end || _line[equals] != '=' || string.CompareOrdinal(_line, _next, key, 0, key.Length) != 0)
        {
            return null;
        }

        _next = equals + 1;
        _valueColumn = _next - _start + 1;
        return Word();
    }

    private string Word()
    {
        int start = _next;
        int space = start > _end ? -1 : _line.IndexOf(' ', start, _end - start);
        int wordEnd = space < 0 ? _end : space;
        _next = wordEnd + 1;
        return _line.Substring(start, wordEnd - start);
    }

    private bool Expect(bool holds, string key, string expected)
    {
        if (!holds)
        {
            Problem ??= At(_valueColumn, $"The field {key} of {Id} is malformed: expected {expected}.");
        }

        return holds;
    }
}
