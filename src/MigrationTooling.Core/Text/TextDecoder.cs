using System;
using System.IO;

namespace MigrationTooling.Text;

/// <summary>Reads bytes as the normalised text that is hashed and executed.</summary>
public static class TextDecoder
{
    /// <summary>True where the first <paramref name="count"/> bytes are well-formed UTF-8 to the end: where <see cref="Decode"/> finds nothing invalid.</summary>
    public static bool IsUtf8(byte[] bytes, int count) =>
        Utf8.FirstInvalid(bytes ?? throw new ArgumentNullException(nameof(bytes)), 0, count) < 0;

    /// <summary>Decodes a whole file; never throws on its content.</summary>
    public static DecodedText Decode(byte[] bytes)
    {
        if (bytes is null)
        {
            throw new ArgumentNullException(nameof(bytes));
        }

        using var stream = new MemoryStream(bytes, writable: false);
        using var reader = new NormalizingReader(stream);
        string text = reader.ReadToEnd();
        return new DecodedText(text, reader.InvalidUtf8At);
    }
}
