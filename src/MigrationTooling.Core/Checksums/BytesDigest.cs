using System;
using System.IO;
using System.Security.Cryptography;

namespace MigrationTooling.Checksums;

/// <summary>Hex SHA-256 of bytes as they lie on disk: says whether a file changed at all, which is no verdict on its text (that is h1).</summary>
public static class BytesDigest
{
    /// <summary>Hashes a file that is in memory.</summary>
    public static string Of(byte[] bytes)
    {
        using var sha = new Sha256();
        return Hex.Lower(sha.Whole(bytes ?? throw new ArgumentNullException(nameof(bytes)), 0, bytes.Length));
    }

    /// <summary>Hashes the first <paramref name="count"/> bytes of a buffer.</summary>
    public static string Of(byte[] bytes, int count)
    {
        using var sha = SHA256.Create();
        return Hex.Lower(sha.ComputeHash(bytes ?? throw new ArgumentNullException(nameof(bytes)), 0, count));
    }

    /// <summary>Hashes a stream from where it stands to its end.</summary>
    public static string Of(Stream stream)
    {
        using var sha = SHA256.Create();
        return Hex.Lower(sha.ComputeHash(stream ?? throw new ArgumentNullException(nameof(stream))));
    }
}
