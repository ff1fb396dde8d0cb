using System;
using System.IO;

namespace MigrationTooling.Text;

/// <summary>
/// The one normal form of a script's text: every leading byte order mark dropped, CRLF → LF (also with several CR, so that
/// normalising twice changes nothing), all else, a lone CR included, as it stands. Checksums, places and the text that is
/// executed all refer to it.
/// </summary>
public static class TextNormalizer
{
    /// <summary>Normalises a text that is in memory; the same instance where there is nothing to change.</summary>
    public static string Normalize(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        if (text.IndexOf('\r') < 0 && (text.Length == 0 || text[0] != NormalizingReader.ByteOrderMark))
        {
            return text;
        }

        using var reader = new NormalizingReader(new StringReader(text));
        return reader.ReadToEnd();
    }

    /// <summary>Normalises while reading; disposing the result disposes <paramref name="reader"/>.</summary>
    public static TextReader Normalize(TextReader reader) => new NormalizingReader(reader);

    /// <summary>Decodes UTF-8 and normalises while reading, bytes that are not UTF-8 as U+FFFD; disposing the result disposes <paramref name="utf8"/>.</summary>
    public static TextReader Normalize(Stream utf8) => new NormalizingReader(utf8);
}
