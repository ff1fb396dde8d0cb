using System;
using System.Globalization;
using System.Text;
using MigrationTooling.Model;

namespace MigrationTooling.Checksums;

/// <summary>
/// A short fingerprint to recognise a renamed and edited script: the number of distinct statements and the
/// <see cref="Size"/> smallest statement hashes in ascending order (a bottom-k sketch).
/// Written <c>12:0a1b2c3d.…</c> in the lock.
/// </summary>
public sealed record Sketch(int Count, EquatableList<uint> Smallest)
{
    /// <summary>How many hashes are kept.</summary>
    public const int Size = 16;

    /// <summary>A text without statements.</summary>
    public static Sketch Empty { get; } = new(0, EquatableList<uint>.Empty);

    /// <summary>True where every statement's hash is kept.</summary>
    public bool IsComplete => Count <= Size;

    /// <summary>Reads <see cref="ToString"/> back; null where <paramref name="word"/> is no sketch.</summary>
    public static Sketch? Parse(string word)
    {
        if (word is null)
        {
            throw new ArgumentNullException(nameof(word));
        }

        int colon = word.IndexOf(':');
        if (colon < 0 || !int.TryParse(word.Substring(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return null;
        }

        string rest = word.Substring(colon + 1);
        string[] hashes = rest.Length == 0 ? [] : rest.Split('.');
        var smallest = new uint[hashes.Length];
        for (int i = 0; i < hashes.Length; i++)
        {
            if (hashes[i].Length != 8 || !uint.TryParse(hashes[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out smallest[i]))
            {
                return null;
            }
        }

        bool ascends = true;
        for (int i = 1; i < smallest.Length; i++)
        {
            ascends &= smallest[i - 1] < smallest[i];
        }

        return ascends && smallest.Length == Math.Min(count, Size) ? new Sketch(count, smallest.ToEquatableList()) : null;
    }

    /// <summary>The count, a colon, and the kept hashes as eight hex digits each, joined by dots.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(16 + (9 * Smallest.Count)).Append(Count.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < Smallest.Count; i++)
        {
            text.Append(i == 0 ? ':' : '.').Append(Smallest[i].ToString("x8", CultureInfo.InvariantCulture));
        }

        return Smallest.Count == 0 ? text.Append(':').ToString() : text.ToString();
    }
}
