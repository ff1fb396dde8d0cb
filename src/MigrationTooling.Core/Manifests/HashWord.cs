using System;
using MigrationTooling.Checksums;

namespace MigrationTooling;

/// <summary>A SHA-256 as a word of the manifest: Base64 without its padding, which is a third shorter than hex; hex, as format 1 wrote it, is read too.</summary>
internal static class HashWord
{
    private const int HashBytes = 32;
    private const int HexLength = 2 * HashBytes;
    private const int Base64Length = 43;

    /// <summary>The word for a hash in lower-case hex.</summary>
    public static string Write(string hex) => Convert.ToBase64String(Hex.Bytes(hex)).Substring(0, Base64Length);

    /// <summary>The hash in lower-case hex; null where the word is none.</summary>
    public static string? Read(string word)
    {
        if (word.Length == HexLength)
        {
            return Hex.IsLower(word) ? word : null;
        }

        if (word.Length != Base64Length)
        {
            return null;
        }

        try
        {
            byte[] bytes = Convert.FromBase64String(word + "=");
            string hex = Hex.Lower(bytes);

            // The last character has two bits that say nothing; only the spelling of the writer counts.
            return bytes.Length == HashBytes && Write(hex) == word ? hex : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
