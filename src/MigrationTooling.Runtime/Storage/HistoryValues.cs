using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Storage;

/// <summary>How values are written into the history's columns, on every engine: docs/history-format.md.</summary>
public static class HistoryValues
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const char ListSeparator = ',';

    /// <summary>A time as UTC, to the millisecond.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A time read back; null where the text is none.</summary>
    public static DateTimeOffset? Time(string? text) => Time(text.AsSpan());

    /// <summary>The same of a text that is no string yet: a history has two times a row.</summary>
    public static DateTimeOffset? Time(ReadOnlySpan<char> text) =>
        // What this very class writes is read without looking for what a time may look like elsewhere.
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, Universal, out var written) ? written :
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Universal, out var time) ? time : null;

    private const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>A list as one text.</summary>
    public static string List(IEnumerable<string> items) => string.Join(ListSeparator, items.Select(PercentEncoding.Encode));

    /// <summary>A list read back.</summary>
    public static EquatableList<string> List(string text) =>
        text.Length == 0 ? EquatableList<string>.Empty : text.Split(ListSeparator).Select(word => PercentEncoding.Decode(word) ?? word).ToEquatableList();

    /// <summary>Gzip where that is smaller, else the UTF-8 itself; the two are told apart by gzip's first bytes, which begin no text.</summary>
    public static byte[] Content(string text)
    {
        byte[] plain = Encoding.UTF8.GetBytes(text);
        if (plain.Length < 512)
        {
            return plain;
        }

        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return buffer.Length < plain.Length ? buffer.ToArray() : plain;
    }

    /// <summary>A kept text read back.</summary>
    public static string Content(byte[] content)
    {
        if (content is not [0x1f, 0x8b, ..])
        {
            return Encoding.UTF8.GetString(content);
        }

        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
