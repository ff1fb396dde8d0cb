namespace MigrationTooling.Text;

/// <summary>A file's bytes read as text.</summary>
/// <param name="Text">Normalised: byte order mark dropped, CRLF → LF, a lone CR kept; bytes that are not UTF-8 became U+FFFD.</param>
/// <param name="InvalidUtf8At">Where the first byte that is not UTF-8 stood; null for a sound file.</param>
public sealed record DecodedText(string Text, TextPlace? InvalidUtf8At);
