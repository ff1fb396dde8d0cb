using System;
using System.Globalization;
using System.Linq;
using System.Text;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>Writes a lock file: LF, UTF-8, one line a migration. What it writes the reader reads back equal, and a sound file round-trips byte for byte.</summary>
public static class LockWriter
{
    /// <summary>The whole file, its last line end included.</summary>
    public static string Write(LockFile file)
    {
        var text = new StringBuilder();
        text.Append(Header(file.Dialect)).Append('\n');
        var accepted = file.Accepted.ToLookup(edit => edit.Id, StringComparer.Ordinal);
        foreach (var entry in file.Entries)
        {
            text.Append(Line(entry)).Append('\n');
            foreach (var edit in accepted[entry.Id])
            {
                text.Append(Line(edit)).Append('\n');
            }
        }

        return text.Append(LockWords.End).Append('\n').ToString();
    }

    /// <summary>One migration's line, without its line end.</summary>
    public static string Line(LockEntry entry)
    {
        var line = new StringBuilder(PercentEncoding.Encode(entry.Id), 320);
        foreach (var script in entry.Scripts)
        {
            if (script.H1 is not null)
            {
                Field(line, LockWords.H1, script.Variant, script.H1);
                Field(line, LockWords.S1, script.Variant, script.S1!);
            }

            if (script.H1 is not null || script.DownH1 is not null)
            {
                Field(line, LockWords.Down, script.Variant, script.DownH1 ?? LockWords.None);
            }

            if (script.H1 is not null)
            {
                Field(line, LockWords.Sketch, script.Variant, script.Sketch.ToString());
            }
        }

        Field(line, LockWords.After, null, entry.After is null ? LockWords.None : PercentEncoding.Encode(entry.After));
        if (entry.Aliases.Count > 0)
        {
            Field(line, LockWords.Alias, null, string.Join(",", entry.Aliases.Select(PercentEncoding.Encode)));
        }

        if (entry.OutOfOrder)
        {
            Field(line, LockWords.Order, null, LockWords.OrderAccepted);
        }

        return line.ToString();
    }

    /// <summary>An accepted edit's line, without its line end.</summary>
    public static string Line(AcceptedEdit edit)
    {
        var line = new StringBuilder(LockWords.Was).Append(' ').Append(PercentEncoding.Encode(edit.Id));
        Field(line, LockWords.H1, null, edit.H1 ?? LockWords.None);
        Field(line, LockWords.S1, null, edit.S1 ?? LockWords.None);
        Field(line, LockWords.Down, null, edit.DownH1 ?? LockWords.None);
        if (edit.Variant is { } variant)
        {
            Field(line, LockWords.Variant, null, variant.Word());
        }

        return line.Append(' ').Append(LockWords.Reason).Append('=').Append(QuotedText.Quote(edit.Reason)).ToString();
    }

    internal static string Header(Dialect dialect) =>
        string.Join(" ", LockFile.FileName, LockWords.Format, LockFile.Format.ToString(CultureInfo.InvariantCulture), LockWords.Dialect, dialect.Word());

    private static void Field(StringBuilder line, string key, Dialect? variant, string value)
    {
        line.Append(' ').Append(key);
        if (variant is { } dialect)
        {
            line.Append('.').Append(dialect.Word());
        }

        line.Append('=').Append(value);
    }
}
