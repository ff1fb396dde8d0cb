using System;
using System.IO;

namespace MigrationTooling.Text;

/// <summary>Reads bytes as the normalised text that is hashed and executed.</summary>
public static class TextDecoder
{
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
