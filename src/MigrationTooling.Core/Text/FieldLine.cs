using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace MigrationTooling.Text;

/// <summary>A line <c>kind value key=word key=word …</c> of the facts file or the manifest, every part percent-encoded.</summary>
internal sealed class FieldLine
{
    /// <summary>Stands for "none" where a field is optional.</summary>
    public const string None = "-";

    private readonly string[] _parts;

    private FieldLine(string[] parts) => _parts = parts;

    public string Kind => _parts[0];

    public string Value => _parts.Length > 1
        ? Decode(_parts[1])
        : throw new FormatException("A line '" + Kind + "' lacks its value.");

    public static FieldLine Parse(string line) => new(line.Split(' '));

    public static void Append(StringBuilder text, string kind, string value, params (string Key, string Word)[] fields)
    {
        Begin(text, kind, value);
        foreach (var (key, word) in fields)
        {
            Add(text, key, word);
        }

        text.Append('\n');
    }

    /// <summary>Begins a line that is ended by a line feed.</summary>
    public static void Begin(StringBuilder text, string kind, string value) => text.Append(kind).Append(' ').Append(PercentEncoding.Encode(value));

    /// <summary>Adds a field to the line begun.</summary>
    public static void Add(StringBuilder text, string key, string word) => text.Append(' ').Append(key).Append('=').Append(word);

    /// <summary>Adds a field to the line begun, where it says anything.</summary>
    public static void AddUnlessEmpty(StringBuilder text, string key, string word)
    {
        if (word.Length > 0)
        {
            Add(text, key, word);
        }
    }

    /// <summary>The word as it was appended.</summary>
    public string Word(string key) =>
        OptionalWord(key) ?? throw new FormatException("A line '" + Kind + "' lacks '" + key + "'.");

    /// <summary>The word as it was appended; null where the line has no such field.</summary>
    public string? OptionalWord(string key)
    {
        for (int i = 2; i < _parts.Length; i++)
        {
            string part = _parts[i];
            if (part.Length > key.Length && part[key.Length] == '=' && part.StartsWith(key, StringComparison.Ordinal))
            {
                return part.Substring(key.Length + 1);
            }
        }

        return null;
    }

    public string Text(string key) => Decode(Word(key));

    public long Number(string key) =>
        long.TryParse(Word(key), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new FormatException("'" + key + "' of a line '" + Kind + "' is not a number.");

    public bool Flag(string key) => Word(key) switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FormatException("'" + key + "' of a line '" + Kind + "' is neither true nor false."),
    };

    /// <summary>The comma-separated texts; none where the line has no such field.</summary>
    public IReadOnlyList<string> List(string key)
    {
        if (OptionalWord(key) is not { Length: > 0 } word)
        {
            return [];
        }

        string[] items = word.Split(',');
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Decode(items[i]);
        }

        return items;
    }

    private static string Decode(string word) =>
        PercentEncoding.Decode(word) ?? throw new FormatException("'" + word + "' holds a broken percent escape.");
}
