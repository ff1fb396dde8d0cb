using System;
using System.IO;
using System.Threading;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling.Checksums;

/// <summary>The checksums of a script, in lower-case hex. docs/checksums.md says how they are made.</summary>
public static class Checksum
{
    /// <summary>The h1 of a section's normalised text: SHA-256 of its UTF-8.</summary>
    public static string H1(string normalised)
    {
        if (normalised is null)
        {
            throw new ArgumentNullException(nameof(normalised));
        }

        using var hasher = new TextHasher();
        char[] text = normalised.ToCharArray();
        hasher.Append(text, 0, text.Length);
        return hasher.Finish();
    }

    /// <summary>The h1 of a section's normalised text, read to its end.</summary>
    public static string H1(TextReader normalised)
    {
        if (normalised is null)
        {
            throw new ArgumentNullException(nameof(normalised));
        }

        using var hasher = new TextHasher();
        var buffer = new char[8 * 1024];
        for (int read = normalised.Read(buffer, 0, buffer.Length); read > 0; read = normalised.Read(buffer, 0, buffer.Length))
        {
            hasher.Append(buffer, 0, read);
        }

        return hasher.Finish();
    }

    /// <summary>The s1 of a section: SHA-256 over its options and tokens, so that comments and formatting leave it equal.</summary>
    /// <param name="normalisedSection">The section's text.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="options">The options that hold for it; those in its own leading comment come on top.</param>
    public static string S1(TextReader normalisedSection, Dialect dialect, MigrationOptions options) =>
        S1AndOptions(normalisedSection, dialect, options).S1;

    internal static (string S1, MigrationOptions Options) S1AndOptions(TextReader normalisedSection, Dialect dialect, MigrationOptions options)
    {
        var reader = new OptionReader(options, []);
        using var scan = new SectionScan(null, TextPlace.Start, reader, []);
        return (scan.Read(normalisedSection, dialect, plans: false, CancellationToken.None).S1, reader.Options);
    }

    internal static void AppendOptions(TokenHasher tokens, MigrationOptions options)
    {
        if (!ReferenceEquals(options, MigrationOptions.Default))
        {
            foreach (string option in OptionKey.Hash(options))
            {
                tokens.Append(option);
            }
        }

        tokens.EndGroup();
    }
}
